/** A station's book against the real portal's: what either side lost is noticed, made good where it can be, and never hidden. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { createClient } from '../../../offline-store/sync/client.ts';
import { createComparison, createComparisonTurn, digestOf } from '../../../offline-store/sync/comparison.ts';
import type { SyncParts } from '../../../offline-store/sync/parts.ts';
import { createPull } from '../../../offline-store/sync/pull.ts';
import { createPush } from '../../../offline-store/sync/push.ts';
import type { Database as PortalDatabase } from '../../../portal/server/database.ts';
import { type EngineSession, engines, migrated } from '../../portal/engines.ts';
import { type RunningPortal, runPortal, tokenOf } from '../../portal/running.ts';
import { COUNTER, rated, received, SECOND } from '../../portal/samples.ts';
import { actor, folder, openAt } from '../helpers.ts';
import { answers, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const NOW = Date.now();

describe('comparing the books', () => {
  let session: EngineSession;
  let database: PortalDatabase;
  let portal: RunningPortal;
  let file: string;
  let store: OfficeStore;
  let parts: SyncParts;
  let codes = 0;

  const clientTo = (url: string) =>
    createClient({
      portalUrl: url,
      token: tokenOf(COUNTER),
      fetch,
      stop: new AbortController().signal,
      patience: 20_000,
      onExchange: () => undefined,
    });
  const theirs = async () => {
    codes += 1;
    const dossier = received(SECOND, `H57.23.15-261122-${String(codes).padStart(4, '0')}`);
    const operations = [dossier, rated(SECOND, dossier.payload.id)];
    await portal.post(SECOND, '/v1/operations', { station: SECOND.station, operations });
    return operations.map(({ id }) => id);
  };
  const ours = async () => {
    const { operationId } = actor({ operationId: uuid7() });
    store.rate({ desk: 3, score: 5 }, actor({ operationId }));
    await createPush(parts)();
    return operationId;
  };
  /** Behind the store's back, as a fault would. */
  const loseHere = (sql: string, ...values: readonly string[]): void => {
    const db = new Database(file);
    db.pragma('foreign_keys = OFF');
    db.prepare(sql).run(...values);
    db.close();
  };
  const days = () => store.digests.days();

  beforeAll(async () => {
    session = await (engines[0] ?? expect.fail('no database')).open();
    database = await migrated(session);
    portal = await runPortal(database, { now: () => NOW });
  }, 120_000);
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 60_000);
  beforeEach(async () => {
    await database.query('TRUNCATE operations, dossiers, documents CASCADE');
    file = join(folder(), 'office.db');
    store = openAt(file, COUNTER.station);
    parts = {
      ...partsFor(portal.url, store),
      client: clientTo(portal.url),
      ...COUNTER,
      now: () => NOW,
      corrected: () => NOW,
    };
  });

  it('finds that they agree, and says when', async () => {
    await theirs();
    await ours();
    await createPull(parts)();
    const comparison = createComparison(parts);
    expect(comparison.state()).toBeUndefined();
    expect(await comparison.compare()).toBe(false);
    expect(comparison.state()).toEqual({ comparedAt: NOW, differing: [], healedAt: undefined });
    expect(createComparison(parts).state()).toMatchObject({ comparedAt: NOW, differing: [] });
  });

  it('says nothing of what came after the cursor', async () => {
    await theirs();
    await createPull(parts)();
    await theirs();
    await ours();
    const comparison = createComparison(parts);
    expect(await comparison.compare()).toBe(false);
    expect(comparison.state()?.differing).toEqual([]);
  });

  it('pulls a day again on which something was lost here, and the feed goes on from where it was', async () => {
    const [, rating = ''] = await theirs();
    await createPull(parts)();
    const cursor = store.inbox.cursor();
    const whole = digestOf(store.digests.ofDay(days()[0] ?? '', 1e9));
    loseHere('DELETE FROM operations WHERE id = ?', rating);
    const comparison = createComparison(parts);
    expect(await comparison.compare()).toBe(true);
    expect(comparison.state()).toEqual({ comparedAt: NOW, differing: [], healedAt: NOW });
    expect(digestOf(store.digests.ofDay(days()[0] ?? '', 1e9))).toBe(whole);
    expect(store.inbox.cursor()).toBe(cursor);
    expect(await comparison.compare()).toBe(false);
  });

  it('puts a revision right that is another here', async () => {
    const id = await ours();
    await createPull(parts)();
    loseHere('UPDATE operations SET revision = revision - 1 WHERE id = ?', id);
    const comparison = createComparison(parts);
    expect(await comparison.compare()).toBe(true);
    expect(comparison.state()?.differing).toEqual([]);
  });

  it('sends again what the portal has lost of ours', async () => {
    const lost = await ours();
    await theirs();
    await createPull(parts)();
    await database.query('DELETE FROM operations WHERE id = $1', [lost]);
    const comparison = createComparison(parts);
    expect(await comparison.compare()).toBe(true);
    expect(comparison.state()?.differing).toHaveLength(1);
    expect(store.outbox.counts().waiting).toBe(1);
    await createPush(parts)();
    await createPull(parts)();
    expect(await comparison.compare()).toBe(false);
    expect(comparison.state()?.differing).toEqual([]);
    expect(await database.query('SELECT 1 FROM operations WHERE id = $1', [lost])).toHaveLength(1);
  });

  it('keeps in sight what cannot be made good from here, also after a start', async () => {
    const [, rating = ''] = await theirs();
    await createPull(parts)();
    await database.query('DELETE FROM operations WHERE id = $1', [rating]);
    await theirs();
    await createPull(parts)();
    const comparison = createComparison(parts);
    await comparison.compare();
    expect(comparison.state()?.differing).toHaveLength(1);
    expect(createComparison(parts).state()?.differing).toHaveLength(1);
    expect(store.outbox.counts().waiting).toBe(0);
    expect(store.audit.verify().ok).toBe(true);
    // Looking at later days only says nothing of this one.
    await comparison.compare('2100-01-01');
    expect(comparison.state()?.differing).toHaveLength(1);
  });

  it('asks nothing before anything was pulled', async () => {
    expect(await createComparison(parts).compare()).toBe(false);
  });

  it('reads years of days without holding anybody up', async () => {
    const at = (day: number) => uuid7({ msecs: NOW - day * 86_400_000 });
    const operations = Array.from({ length: 100 }, (_, day) => ({ ...rated(SECOND), id: at(day) }));
    await portal.post(SECOND, '/v1/operations', { station: SECOND.station, operations });
    await createPull(parts)();
    expect(days()).toHaveLength(100);
    let turn = 0;
    const next = () => {
      turn += 1;
      ticking = setImmediate(next);
    };
    let ticking = setImmediate(next);
    const { ofDay } = parts.store.digests;
    const turns: number[] = [];
    const looked = vi.spyOn(parts.store.digests, 'ofDay').mockImplementation((day, revision) => {
      turns.push(turn);
      return ofDay(day, revision);
    });
    await createComparison(parts).compare();
    clearImmediate(ticking);
    looked.mockRestore();
    expect(turns.length).toBeGreaterThanOrEqual(100);
    // Whoever waits at a window has a turn between any two days.
    expect(new Set(turns).size).toBe(turns.length);
  });
});

describe('comparing where it cannot be done', () => {
  it('is left out where the portal has no digests', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    parts.store.inbox.apply([], 'k1', NOW);
    const comparison = createComparison(parts);
    expect(await comparison.compare()).toBe(false);
    expect(comparison.state()).toBeUndefined();
  });

  it.each([
    ['garbage', 'MC-NET-02'],
    ['error500', 'MC-NET-03'],
  ] as const)('says %s for what it is, and changes nothing', async (fault, code) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/digests', answers[fault]);
    const parts = partsFor(portal.url);
    parts.store.inbox.apply([], 'k1', NOW);
    await expect(createComparison(parts).compare()).rejects.toMatchObject({ code });
  });
});

it('is done in its time whatever wakes it: soon after the start all of it, then the last days', async () => {
  const asked: (string | undefined)[] = [];
  let at = 0;
  const turn = createComparisonTurn(
    {
      comparison: {
        state: () => undefined,
        compare: async (from) => {
          asked.push(from);
          return false;
        },
      },
      today: () => '2026-11-24',
      steady: () => at,
      firstMs: 60,
      everyMs: 1_000,
      onChanges: () => undefined,
    },
    async () => undefined,
  );
  expect(await turn()).toBe(60);
  at = 60;
  expect(await turn()).toBe(1_000);
  at = 500;
  expect(await turn()).toBe(560);
  for (at = 1_060; at < 25_060; at += 1_000) await turn();
  expect(asked.slice(0, 3)).toEqual([undefined, '2026-11-16', '2026-11-16']);
  expect(asked.filter((from) => from === undefined)).toHaveLength(2);
});
