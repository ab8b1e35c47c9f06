import { describe, expect, it } from 'vitest';
import { createOpening } from '../../../offline-store/opening.ts';
import {
  createLeaseKeeper,
  defaultLeaseDays,
  LEAST_LATER,
  LEAST_TODAY,
  leaseNeeds,
} from '../../../offline-store/sync/lease-keeper.ts';
import { AGENCY, actor, commit, freshStore, lease, NOW, nextId, TODAY } from '../helpers.ts';
import { answers, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const asked = (portal: { readonly asked: readonly { readonly path: string }[] }): number =>
  portal.asked.filter(({ path }) => path === '/v1/leases').length;

describe('which numbers are wanted', () => {
  it('is today and the weekdays of five weeks, over the weekend too: a month without a line turns nobody away', () => {
    expect(defaultLeaseDays('2026-11-24')).toHaveLength(26);
    expect(defaultLeaseDays('2026-11-24').at(-1)).toBe('2026-12-29');
    expect(defaultLeaseDays('2026-11-28')[0]).toBe('2026-11-28');
    expect(defaultLeaseDays('2026-11-24')).not.toContain('2026-11-29');
  });

  it('is nothing while there is enough, and one request for all days that are short', () => {
    const enough = () => LEAST_TODAY;
    expect(leaseNeeds(['2026-11-24', '2026-11-25'], '2026-11-24', enough)).toEqual([]);
    expect(leaseNeeds(['2026-11-24', '2026-11-25', '2026-11-26'], '2026-11-24', () => LEAST_LATER - 1)).toEqual([
      { days: ['2026-11-24'], count: 121 },
      { days: ['2026-11-25', '2026-11-26'], count: 60 },
    ]);
  });
});

describe('keeping numbers', () => {
  it('holds at least 120 for today and 60 for each of the next 25 working days, and then is quiet', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, freshStore());
    const keep = createLeaseKeeper(parts, defaultLeaseDays);
    await keep();
    const [today = '', ...later] = defaultLeaseDays(TODAY);
    expect(parts.store.leases.left(today)).toBeGreaterThanOrEqual(120);
    expect(later.every((day) => parts.store.leases.left(day) >= 60)).toBe(true);
    const before = asked(portal);
    await keep();
    expect(asked(portal)).toBe(before);
  });

  it('asks again under the same id when the answer was lost, and wastes no number', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const keep = createLeaseKeeper(parts, () => ['2026-11-25']);
    portal.loseAnswers = true;
    await expect(keep()).rejects.toMatchObject({ code: 'MC-NET-01' });
    portal.loseAnswers = false;
    await keep();
    const ids = portal.asked.map(({ body }) => JSON.parse(body.toString()).id);
    expect(new Set(ids).size).toBe(1);
    expect(parts.store.leases.left('2026-11-25')).toBe(60);
  });

  it('parts from a PC with the same key: its own numbers from now on, and the old ones until it has them', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, freshStore());
    const { store } = parts;
    const keep = createLeaseKeeper(parts, () => [TODAY]);
    createOpening(store.settings).answered({ since: NOW, lastAt: NOW });
    portal.faults.set('/v1/leases', answers.cut);
    await expect(keep()).rejects.toThrow('MC-NET-01');
    expect(store.leases.left(TODAY)).toBe(200);
    portal.faults.clear();
    const grant = { id: nextId(), agency: AGENCY, day: TODAY, from: 501, to: 680 };
    portal.faults.set('/v1/leases', (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ leases: [grant], now: NOW })),
    );
    await keep();
    expect(store.leases.left(TODAY)).toBe(180);
    expect(store.receiveDossier(commit(), actor()).received.code).toMatch(/-0501$/);
    const before = asked(portal);
    await keep();
    expect(asked(portal)).toBe(before);
  });

  it('keeps the numbers that both have where there are no others, rather than none', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, freshStore());
    createOpening(parts.store.settings).answered({ since: NOW, lastAt: NOW });
    portal.faults.set('/v1/leases', (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"leases":[],"now":1}'),
    );
    await createLeaseKeeper(parts, () => [TODAY])();
    expect(parts.store.leases.left(TODAY)).toBe(200);
  });

  it('forgets what it asked for in the name that this PC had before', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    portal.faults.set('/v1/leases', answers.cut);
    await expect(createLeaseKeeper({ ...parts, station: 'quay-cu' }, () => ['2026-11-25'])()).rejects.toThrow(
      'MC-NET-01',
    );
    portal.faults.clear();
    await createLeaseKeeper(parts, () => ['2026-11-25'])();
    const stations = portal.asked.map(({ body }) => JSON.parse(body.toString()).station);
    expect(stations).toEqual(['quay-cu', parts.station]);
  });

  it('makes a new request after the old one was refused for good', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const keep = createLeaseKeeper(parts, () => ['2026-11-25']);
    portal.faults.set('/v1/leases', answers.tooLarge);
    await expect(keep()).rejects.toThrow('MC-NET-02');
    portal.faults.clear();
    await keep();
    expect(parts.store.leases.left('2026-11-25')).toBe(60);
  });

  it('uses the good leases of an answer that also holds a bad one', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const leases = [
      lease({ day: '2026-11-25', agency: 'H57.99.99' }),
      lease({ id: nextId(), day: '2026-11-25', from: 1, to: 70 }),
    ];
    portal.faults.set('/v1/leases', (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ leases, now: 1 })),
    );
    await createLeaseKeeper(parts, () => ['2026-11-25'])();
    expect(parts.store.leases.left('2026-11-25')).toBe(70);
  });

  it('does not ask at every look when the portal grants nothing usable', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    portal.faults.set('/v1/leases', (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"leases":[],"now":1}'),
    );
    const keep = createLeaseKeeper(parts, () => ['2026-11-25']);
    await keep();
    await keep();
    expect(asked(portal)).toBe(1);
    expect(parts.store.leases.left('2026-11-25')).toBe(0);
  });
});
