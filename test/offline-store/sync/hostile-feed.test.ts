/** What a feed may bring that is no change: each is set aside by itself, is told, and stops nothing behind it. */
import { describe, expect, it } from 'vitest';
import { createPull } from '../../../offline-store/sync/pull.ts';
import { change, remote, remoteDossier, TODAY } from '../helpers.ts';
import { type Answer, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const good = (at: number) => JSON.stringify({ ...change(remoteDossier(String(1_000 + at)), at), cursor: `k${at}` });

/** The bytes once, and nothing new behind them. */
const once =
  (...lines: readonly (string | Buffer)[]): Answer =>
  (response, request) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (!request.url?.includes('cursor'))
      for (const line of lines) response.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
    response.end();
  };

const titled = (title: string): string =>
  JSON.stringify({
    ...change(
      remote({
        type: 'document.attached',
        payload: {
          dossierId: '01930000-0000-7000-8000-00000000dddd',
          documentId: '01930000-0000-7000-8000-00000000eeee',
          title,
          sha256: 'a'.repeat(64),
          pages: 1,
          bytes: 1,
        },
      }),
      2,
    ),
    cursor: 'k2',
  });

const HOSTILE: readonly (readonly [what: string, line: string | Buffer])[] = [
  ['an unknown type', '{"cursor":"k2","revision":2,"operation":{"type":"dossier.burnt"}}'],
  [
    'a later contract',
    '{"cursor":"k2","revision":2,"schema":9,"operation":{"type":"dossier.acted","payload":{"v":9}}}',
  ],
  ['a record of 10 MB', `{"cursor":"k2","revision":2,"operation":{"note":"${'x'.repeat(10_000_000)}"}}`],
  ['a record of 10 MB with its cursor last', `{"operation":{"note":"${'x'.repeat(10_000_000)}"},"cursor":"k2"}`],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('{"cursor":"k2","operation":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  ],
  ['a raw NUL', '{"cursor":"k2","revision":2,"operation":"\u0000"}'],
  ['a NUL in a name', titled('tờ\u0000khai')],
  ['half a character', titled('tờ khai').replace('khai', '\\ud800')],
  ['a name that leads out of its folder', titled('..\\..\\office.db')],
  ['a name that turns round', titled('giấy\u202egpj.exe')],
  ['brackets without end', `{"cursor":"k2","operation":${'['.repeat(200_000)}`],
  ['a number that is none', '{"cursor":"k2","revision":1e999,"operation":{}}'],
  ['a prototype', '{"cursor":"k2","revision":2,"__proto__":{"x":1},"operation":{"__proto__":{"type":"rating.given"}}}'],
  ['a line without a cursor', '{"hello":"world"}'],
  ['no JSON at all', '<<< không phải JSON'],
];

describe('a feed with', () => {
  it.each(HOSTILE)('%s goes on behind it', async (_what, line) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/changes', once(good(1), line, good(3)));
    const warned: object[] = [];
    const parts = {
      ...partsFor(portal.url),
      log: { info: () => undefined, warn: (fields: object) => warned.push(fields) },
    };
    await createPull(parts)();
    expect(parts.store.inbox.cursor()).toBe('k3');
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(2);
    expect(warned).toHaveLength(1);
    expect(parts.store.quarantine.count()).toBe(1);
    expect(JSON.stringify(warned).length).toBeLessThan(400);
    expect(parts.exchanges).not.toContain('MC-NET-02');
  });

  it.each(HOSTILE.filter(([, line]) => line.includes('"cursor":"k2"')))(
    '%s as the last it has is not asked for again and again',
    async (_what, line) => {
      const portal = await startFaultPortal();
      portal.faults.set('/v1/changes', once(good(1), line));
      const parts = partsFor(portal.url);
      await createPull(parts)();
      expect(parts.store.inbox.cursor()).toBe('k2');
    },
  );

  it('all of them at once brings every dossier between them', async () => {
    const portal = await startFaultPortal();
    const lines = HOSTILE.flatMap(([, line], at) => [line, good(100 + at)]);
    portal.faults.set('/v1/changes', once(...lines));
    const parts = partsFor(portal.url);
    await createPull(parts)();
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(HOSTILE.length);
    expect(parts.store.quarantine.count()).toBe(HOSTILE.length);
  });

  it('nothing but such lines is no feed', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/changes', once('{"hello":"world"}', '<html>'));
    const parts = partsFor(portal.url);
    await expect(createPull(parts)()).rejects.toMatchObject({ code: 'MC-NET-02' });
    expect(parts.store.inbox.cursor()).toBeUndefined();
  });

  it('a cursor that does not move is not followed for ever', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/changes', (response) => response.writeHead(200).end(`${good(1)}\n`));
    const parts = partsFor(portal.url);
    await createPull(parts)();
    await expect(createPull(parts)()).rejects.toMatchObject({
      code: 'MC-NET-02',
      context: { reason: 'the feed does not move' },
    });
  });
});
