import { gzipSync } from 'node:zlib';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Change,
  changeSchema,
  leaseResponseSchema,
  PUSH_MAX_OPERATIONS,
  portalErrorSchema,
  portalInfoSchema,
  pushResponseSchema,
} from '../../../domain/sync.ts';
import { portalDossierSchema, portalSummarySchema } from '../../../portal/server/admin.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { type RunningPortal, runPortal } from '../running.ts';
import { AGENCY, acted, COUNTER, codeOf, ELSEWHERE, NOW, rated, received, SECOND } from '../samples.ts';

const refusal = async (response: Response) => [response.status, portalErrorSchema.parse(await response.json()).code];

describe.each(engines)('the portal over HTTP on $name', (engine) => {
  let session: EngineSession;
  let portal: RunningPortal;
  let nextCode = 0;
  const code = () => codeOf(++nextCode);
  const push = async (caller: Caller, ...operations: readonly unknown[]) =>
    pushResponseSchema.parse(
      await (await portal.post(caller, '/v1/operations', { station: caller.station, operations })).json(),
    );
  const pull = async (caller: Caller, query = ''): Promise<readonly Change[]> => {
    const response = await portal.as(caller, `/v1/changes${query}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    return (await response.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => changeSchema.parse(JSON.parse(line)));
  };

  beforeAll(async () => {
    session = await engine.open();
    portal = await runPortal(await migrated(session), { now: () => NOW, slowMs: 60_000 });
  }, 120_000);
  beforeEach(() => portal.setBehaviour('up'));
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  test('it says what it is, to anyone', async () => {
    const response = await fetch(`${portal.url}/v1/info`);
    expect(portalInfoSchema.parse(await response.json())).toMatchObject({
      portal: 'motcua-portal',
      contract: 1,
      now: NOW,
    });
  });

  test.each(['/v1/changes', '/v1/documents/aa', '/v1/uploads/x'])('%s needs a known token', async (path) => {
    const method = path.includes('uploads') ? 'PATCH' : 'GET';
    for (const authorization of ['', 'Bearer wrong', 'Basic token-of-quay-1', 'Bearer token-of-quay-1 x']) {
      expect(await refusal(await fetch(`${portal.url}${path}`, { method, headers: { authorization } }))).toEqual([
        401,
        'MC-NET-05',
      ]);
    }
  });

  test('a station cannot use the admin side, nor the admin token a station’s', async () => {
    expect(await refusal(await portal.as(COUNTER, '/v1/admin/summary'))).toEqual([403, 'MC-API-01']);
    expect(await refusal(await portal.post(COUNTER, '/v1/admin/behaviour', { mode: 'down' }))).toEqual([
      403,
      'MC-API-01',
    ]);
    expect(await refusal(await portal.admin('/v1/changes'))).toEqual([401, 'MC-NET-05']);
  });

  test('what one station sends, the others of its agency read, in order, from where they were', async () => {
    const start = await pull(SECOND);
    const before = start.at(-1)?.cursor;
    const intake = received(COUNTER, code());
    const steps = [intake, acted(COUNTER, intake.payload.id, 'forward'), rated(COUNTER)];
    await push(COUNTER, ...steps, acted(COUNTER, uuid7(), 'forward'));
    const query = before === undefined ? '' : `?cursor=${before}`;
    const seen = await pull(SECOND, query);
    expect(seen.map(({ operation }) => operation)).toEqual(steps);
    const [one] = await pull(SECOND, `${query}${query === '' ? '?' : '&'}limit=1`);
    expect(await pull(SECOND, `?cursor=${one?.cursor}`)).toEqual(seen.slice(1));
    expect(await pull(SECOND, `?cursor=${seen.at(-1)?.cursor}`)).toEqual([]);
    expect((await pull(ELSEWHERE)).map(({ operation }) => operation.id)).not.toContain(intake.id);
  });

  test('a long feed comes whole and in order, compressed or not', async () => {
    const many = Array.from({ length: 4 }, () => Array.from({ length: PUSH_MAX_OPERATIONS }, () => rated(ELSEWHERE)));
    for (const batch of many) await push(ELSEWHERE, ...batch);
    const plain = await portal.as(ELSEWHERE, '/v1/changes', { headers: { 'accept-encoding': 'identity' } });
    const packed = await portal.as(ELSEWHERE, '/v1/changes', { headers: { 'accept-encoding': 'gzip' } });
    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([null, 'gzip']);
    const text = await plain.text();
    expect(await packed.text()).toBe(text);
    const ids = text
      .split('\n')
      .filter(Boolean)
      .map((line) => changeSchema.parse(JSON.parse(line)).operation.id);
    expect(ids.slice(-many.length * PUSH_MAX_OPERATIONS)).toEqual(many.flat().map(({ id }) => id));
  }, 30_000);

  test.each(['zzz', 'YWJj', Buffer.from('00000000:1').toString('base64url'), '%00', 'x'.repeat(201)])(
    'the cursor %s is refused',
    async (cursor) => {
      const [status, refused] = await refusal(await portal.as(COUNTER, `/v1/changes?cursor=${cursor}`));
      expect(status).toBe(400);
      expect(['MC-POR-06', 'MC-API-03']).toContain(refused);
    },
  );

  test('a cursor from the future is refused: the portal was put back to an older state', async () => {
    await push(COUNTER, rated(COUNTER));
    const last = (await pull(COUNTER)).at(-1);
    const [feedId] = Buffer.from(last?.cursor ?? '', 'base64url')
      .toString()
      .split(':');
    const future = Buffer.from(`${feedId}:99999999`).toString('base64url');
    expect(await refusal(await portal.as(COUNTER, `/v1/changes?cursor=${future}`))).toEqual([400, 'MC-POR-06']);
  });

  test('a compressed push is taken', async () => {
    const operation = rated(COUNTER);
    const body = gzipSync(JSON.stringify({ station: COUNTER.station, operations: [operation] }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await portal.as(COUNTER, '/v1/operations', { method: 'POST', body, headers });
    expect(pushResponseSchema.parse(await response.json()).answers).toMatchObject([
      { id: operation.id, outcome: 'accepted' },
    ]);
  });

  test.each([
    ['not JSON', 'abc', {}, 400, 'MC-API-03'],
    ['nothing', '', {}, 400, 'MC-API-03'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, 'MC-API-03'],
    ['another shape', '{"operations":{}}', {}, 400, 'MC-API-03'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 400, 'MC-API-03'],
    ['10 MB', Buffer.alloc(10_000_000, 0x20), {}, 413, 'MC-POR-05'],
    [
      '200 MB packed into little',
      gzipSync(Buffer.alloc(200_000_000)),
      { 'content-encoding': 'gzip' },
      413,
      'MC-POR-05',
    ],
    [
      'a torn gzip',
      gzipSync('{"station":"quay-1","operations":[]}').subarray(0, 20),
      { 'content-encoding': 'gzip' },
      400,
      'MC-API-03',
    ],
    ['text called gzip', 'abc', { 'content-encoding': 'gzip' }, 400, 'MC-API-03'],
    ['an unknown encoding', 'abc', { 'content-encoding': 'br' }, 400, 'MC-API-03'],
    ['an unknown type', 'abc', { 'content-type': 'text/xml' }, 400, 'MC-API-03'],
  ])('%s is refused with a code and the portal lives on', async (_name, body, headers, status, expected) => {
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
    expect(await refusal(await portal.as(COUNTER, '/v1/operations', init))).toEqual([status, expected]);
    expect((await portal.admin('/v1/admin/summary')).status).toBe(200);
  });

  test('more operations than a push may hold are refused as a whole', async () => {
    const operations = Array.from({ length: PUSH_MAX_OPERATIONS + 1 }, () => rated(COUNTER));
    expect(
      await refusal(await portal.post(COUNTER, '/v1/operations', { station: COUNTER.station, operations })),
    ).toEqual([400, 'MC-API-03']);
  });

  test('an unknown address is refused in the same form', async () => {
    expect(await refusal(await portal.as(COUNTER, '/v2/anything'))).toEqual([404, 'MC-API-05']);
  });

  test('the admin side shows a dossier with its operations, by either order of its code', async () => {
    const intake = received(COUNTER, code());
    const forward = acted(COUNTER, intake.payload.id, 'forward');
    await push(COUNTER, intake, forward);
    const older = intake.payload.code.replace(AGENCY, '000.23.15.H57');
    for (const path of [intake.payload.code, older]) {
      const dossier = portalDossierSchema.parse(await (await portal.admin(`/v1/admin/dossiers/${path}`)).json());
      expect(dossier).toMatchObject({
        status: 'processing',
        operations: [intake.id, forward.id],
        dueAt: intake.payload.dueAt,
      });
    }
    expect(await refusal(await portal.admin(`/v1/admin/dossiers/${codeOf(9_999)}`))).toEqual([404, 'MC-API-05']);
    expect(portalSummarySchema.parse(await (await portal.admin('/v1/admin/summary')).json())).toEqual(
      await portal.summary(),
    );
  });

  test('a lease is granted over HTTP, not in another’s name', async () => {
    const request = { id: uuid7(), station: COUNTER.station, agency: '000.23.15.H57', days: ['2026-11-23'], count: 50 };
    const granted = leaseResponseSchema.parse(await (await portal.post(COUNTER, '/v1/leases', request)).json());
    expect(granted.leases).toMatchObject([{ agency: '000.23.15.H57', day: '2026-11-23', from: 1, to: 50 }]);
    expect(await refusal(await portal.post(SECOND, '/v1/leases', request))).toEqual([403, 'MC-API-01']);
    expect(await refusal(await portal.post(COUNTER, '/v1/leases', { ...request, days: ['2026-02-30'] }))).toEqual([
      400,
      'MC-API-03',
    ]);
  });

  test('with the line cut, no answer comes to a station; the admin side and the data live', async () => {
    await portal.admin('/v1/admin/behaviour', { mode: 'down' });
    await expect(portal.as(COUNTER, '/v1/info')).rejects.toThrow();
    await expect(
      portal.post(COUNTER, '/v1/operations', { station: COUNTER.station, operations: [] }),
    ).rejects.toThrow();
    expect(await (await portal.admin('/v1/admin/behaviour')).json()).toEqual({ mode: 'down' });
    await portal.admin('/v1/admin/behaviour', { mode: 'up' });
    expect((await portal.as(COUNTER, '/v1/info')).status).toBe(200);
  });

  test('a lost answer: the work was done, the repeat gets the answer', async () => {
    const intake = received(COUNTER, code());
    const { operations } = await portal.summary();
    portal.setBehaviour('lost-answer');
    await expect(
      portal.post(COUNTER, '/v1/operations', { station: COUNTER.station, operations: [intake] }),
    ).rejects.toThrow();
    // Only what changes something loses its answer: a look goes through.
    expect((await portal.as(COUNTER, '/v1/changes')).status).toBe(200);
    portal.setBehaviour('up');
    expect((await push(COUNTER, intake)).answers).toMatchObject([{ outcome: 'accepted' }]);
    expect(await portal.summary()).toMatchObject({ operations: operations + 1 });
  });

  test('a slow portal holds the answer back until the mode ends', async () => {
    portal.setBehaviour('slow');
    const answer = portal.as(COUNTER, '/v1/info');
    const first = await Promise.race([
      answer.then(() => 'answered'),
      portal.admin('/v1/admin/summary').then(() => 'admin'),
    ]);
    portal.setBehaviour('up');
    expect([first, (await answer).status]).toEqual(['admin', 200]);
  });

  test('a server error, garbage and a login page look as they do in the wild', async () => {
    portal.setBehaviour('error-500');
    expect((await portal.as(COUNTER, '/v1/info')).status).toBe(500);
    portal.setBehaviour('garbage');
    const garbage = await portal.as(COUNTER, '/v1/info');
    expect(garbage.status).toBe(200);
    await expect(garbage.json()).rejects.toThrow();
    portal.setBehaviour('login-redirect');
    expect((await portal.as(COUNTER, '/v1/info')).status).toBe(302);
    const page = await fetch(`${portal.url}/v1/info`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  test('an unknown behaviour is refused', async () => {
    expect(await refusal(await portal.admin('/v1/admin/behaviour', { mode: 'sideways' }))).toEqual([400, 'MC-API-03']);
  });
});
