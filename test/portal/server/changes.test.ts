/** The feed held open: what is accepted while somebody waits reaches them then. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeSchema, FEED_MAX_LINE_BYTES, portalErrorSchema } from '../../../domain/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { createNews } from '../../../portal/server/news.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { type RunningPortal, runPortal } from '../running.ts';
import { COUNTER, codeOf, ELSEWHERE, NOW, received, SECOND } from '../samples.ts';

const PATIENCE = { timeout: 30_000 };

describe.each(engines)('the held feed on $name', (engine) => {
  let session: EngineSession;
  let portal: RunningPortal;
  let nextCode = 5_000;
  const push = (caller: Caller) => {
    nextCode += 1;
    const operation = received(caller, codeOf(nextCode).replace('H57.23.15', caller.agency));
    return portal
      .post(caller, '/v1/operations', { station: caller.station, operations: [operation] })
      .then(() => operation.id);
  };
  const read = async (response: Response) =>
    (await response.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => changeSchema.parse(JSON.parse(line)));
  const end = async () => (await read(await portal.as(COUNTER, '/v1/changes?limit=5000'))).at(-1)?.cursor ?? '';
  const held = (cursor: string, seconds: number) =>
    portal.as(COUNTER, `/v1/changes?wait=${seconds}&cursor=${encodeURIComponent(cursor)}`);

  beforeAll(async () => {
    session = await engine.open();
    portal = await runPortal(await migrated(session), { now: () => NOW });
    await push(COUNTER);
  }, 120_000);
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  test('answers when another station’s operation is accepted, with that', PATIENCE, async () => {
    // Where the feed ends is asked first: asked beside the push it could be told behind it.
    const answer = held(await end(), 60).then(read);
    const pushed = await push(SECOND);
    expect((await answer).map(({ operation }) => operation.id)).toEqual([pushed]);
  });

  test('is not woken by another agency, and ends empty', PATIENCE, async () => {
    const answer = held(await end(), 1).then(read);
    await push(ELSEWHERE);
    expect(await answer).toEqual([]);
  });

  test('does not wait where something is there already', PATIENCE, async () => {
    expect(await read(await portal.as(COUNTER, '/v1/changes?wait=60&limit=1'))).toHaveLength(1);
  });

  test.each(['-1', '61', 'lâu'])('refuses to wait %s seconds', async (wait) => {
    const response = await portal.as(COUNTER, `/v1/changes?wait=${wait}`);
    expect([response.status, portalErrorSchema.parse(await response.json()).code]).toEqual([400, 'MC-API-03']);
  });

  test('keeps a line within its limit, also where PostgreSQL would write it longer', PATIENCE, async () => {
    const cursor = await end();
    const wide = {
      ...received(COUNTER, codeOf(4_999)),
      padding: 'unknown fields are not kept',
    };
    // Many short values: jsonb puts a space behind each colon and comma.
    const papers = Array.from({ length: 100 }, () => ({ name: 'Tờ', kind: 'original', pages: 1, copies: 1 }));
    const operation = { ...wide, payload: { ...wide.payload, papers } };
    await portal.post(COUNTER, '/v1/operations', { station: COUNTER.station, operations: [operation] });
    const text = await (await portal.as(COUNTER, `/v1/changes?cursor=${encodeURIComponent(cursor)}`)).text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(FEED_MAX_LINE_BYTES);
    const [change] = await read(new Response(text));
    expect(change?.operation.type === 'dossier.received' && change.operation.payload.papers).toEqual(papers);
  });

  test.each(['zstd', 'gzip'])('comes packed as %s to whoever takes that', async (encoding) => {
    const headers = { 'accept-encoding': encoding };
    const response = await portal.as(COUNTER, '/v1/changes', { headers });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect((await read(response)).length).toBeGreaterThan(0);
  });
});

describe('news', () => {
  const never = new AbortController().signal;

  test('told between the look and the wait is not missed', async () => {
    const news = createNews();
    const mark = news.mark('xa-mau');
    news.tell('xa-mau');
    await news.after('xa-mau', mark, 3_600_000, never);
  });

  test('nobody waits for any more leaves nothing behind', async () => {
    const news = createNews();
    const gone = new AbortController();
    const waiting = news.after('xa-mau', news.mark('xa-mau'), 3_600_000, gone.signal);
    gone.abort();
    await waiting;
    await news.after('xa-mau', news.mark('xa-mau'), 3_600_000, gone.signal);
  });
});
