import { describe, expect, it } from 'vitest';
import type { Change } from '../../../domain/sync.ts';
import { createPull, nextChunk } from '../../../offline-store/sync/pull.ts';
import { change, freshParts, NOW, remote, remoteDossier, TODAY } from '../helpers.ts';
import { type Answer, answers, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const feedOf = (count: number): Change[] =>
  Array.from({ length: count }, (_, index) => change(remoteDossier(String(1_000 + index)), index + 1)).map(
    (one, index) => ({ ...one, cursor: `k${index + 1}` }),
  );

const lines =
  (...texts: readonly string[]): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(texts.join('\n'));

describe('pulling', () => {
  it('takes the whole feed, page after page, and then only what is new', async () => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(1_050);
    const parts = partsFor(portal.url);
    expect(await createPull(parts)()).toBe(true);
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(1_050);
    expect(parts.store.inbox.cursor()).toBe('k1050');
    expect(await createPull(parts)()).toBe(false);
  });

  it('keeps what came whole before the line broke, and goes on from there', async () => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(10);
    portal.faults.set('/v1/changes', (response) => {
      const text = `${portal.feed.map((one) => JSON.stringify(one)).join('\n')}\n`;
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': '9999999' });
      // What has not been read when a line breaks is dropped with it: the half is to have been.
      response.write(text.slice(0, text.length / 2), () => setTimeout(() => response.socket?.destroy(), 500));
    });
    const parts = partsFor(portal.url);
    await expect(createPull(parts)()).rejects.toMatchObject({ code: 'MC-NET-01' });
    const half = parts.store.dossiers.worklist(TODAY).length;
    expect(half).toBeGreaterThan(0);
    expect(parts.store.inbox.cursor()).toBe(`k${half}`);
    portal.faults.clear();
    await createPull(parts)();
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(10);
  });

  it('sets a bad item aside and gets past it, also at the end of the feed', async () => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(2);
    const bad = { cursor: 'k3', revision: 3, operation: { type: 'dossier.burnt' } };
    portal.feed.push(bad as unknown as Change);
    const parts = partsFor(portal.url);
    await createPull(parts)();
    expect(parts.store.inbox.cursor()).toBe('k3');
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(2);
    expect(parts.exchanges).not.toContain('MC-NET-02');
  });

  it('sets a line aside that is longer than a line may be, and takes the next', async () => {
    const portal = await startFaultPortal();
    const [one, two] = feedOf(2);
    portal.faults.set('/v1/changes', (response, request) => {
      if (request.url?.includes('cursor')) return lines('')(response, request);
      return lines(JSON.stringify(one), 'x'.repeat(1_200_000), JSON.stringify(two))(response, request);
    });
    const parts = partsFor(portal.url);
    await createPull(parts)();
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(2);
  });

  it.each([
    ['garbage', answers.garbage, 'MC-NET-02'],
    ['half a line', lines('{"cursor":"k1","revis'), 'MC-NET-02'],
    ['a page', answers.loginPage, 'MC-NET-04'],
    ['an error', answers.error500, 'MC-NET-03'],
  ] as const)('leaves the cursor alone when the answer is %s', async (_what, fault, code) => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(1);
    const parts = partsFor(portal.url);
    await createPull(parts)();
    portal.faults.set('/v1/changes', fault);
    await expect(createPull(parts)()).rejects.toMatchObject({ code });
    expect(parts.store.inbox.cursor()).toBe('k1');
  });

  it('begins again when the portal does not know our cursor, and doubles nothing', async () => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(3);
    const parts = partsFor(portal.url);
    await createPull(parts)();
    portal.feed = portal.feed.map((one) => ({ ...one, cursor: `moi-${one.cursor}` }));
    portal.faults.set('/v1/changes?limit=5000&cursor=k3', answers.unknownCursor);
    await createPull(parts)();
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(3);
    expect(parts.store.inbox.cursor()).toBe('moi-k3');
  });

  it('does not go round and round when the portal refuses its own cursors', async () => {
    const portal = await startFaultPortal();
    portal.feed = feedOf(3);
    const parts = partsFor(portal.url);
    const pull = createPull(parts);
    await pull();
    portal.faults.set('/v1/changes?limit=5000&cursor', answers.unknownCursor);
    await pull();
    await expect(pull()).rejects.toMatchObject({ context: { refusal: 'MC-POR-06' } });
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(3);
  });
});

describe('a chunk', () => {
  it('grows while it costs little, shrinks when a window would wait for it, and stays within its bounds', () => {
    expect([nextChunk(100, 5), nextChunk(100, 30), nextChunk(100, 90)]).toEqual([200, 100, 50]);
    expect([nextChunk(500, 1), nextChunk(25, 900)]).toEqual([500, 25]);
  });

  it('is one transaction with its cursor; what is done here is flushed to the disk again afterwards', () => {
    const { store, parts } = freshParts();
    const flush = () => parts.db.pragma('synchronous', { simple: true });
    const full = flush();
    store.inbox.apply([change(remoteDossier('0999'))], 'k1', NOW);
    expect(flush()).toBe(full);
    const unfit = change(remote({ type: 'rating.given', payload: { desk: 1, score: 5 } }));
    expect(() => store.inbox.apply([{ ...unfit, revision: 'mười' as never }], 'k2', NOW)).not.toThrow();
    expect(flush()).toBe(full);
    store.close();
  });
});
