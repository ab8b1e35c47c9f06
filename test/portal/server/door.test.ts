/** One office, one address: what many stations behind it may ask, and what one of them that runs wild may not take from the others. */
import { randomUUID } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type PairingRequest, pairingResponseSchema } from '../../../domain/pairing.ts';
import { portalErrorSchema } from '../../../domain/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { codeFor, knock, testKey } from '../paired.ts';
import { type RunningPortal, runPortal, tokenOf } from '../running.ts';
import { AGENCY } from '../samples.ts';

const PATIENCE = { timeout: 20_000, interval: 200 };

const AUDIENCE = 'https://cong-mau.example';
const TIGHT = { station: { burst: 5, perSecond: 1 }, address: { burst: 5, perSecond: 1 }, pushesAtOnce: 2 };
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Each test has stations and an address of its own: the portal believes the one that stands before it. */
const STATIONS = times(200, (index): Caller => ({ station: `quay-${index}`, agency: AGENCY }));
const at = (address: string, caller?: Caller) => ({
  connection: 'close',
  'x-forwarded-for': address,
  ...(caller === undefined ? {} : { authorization: `Bearer ${tokenOf(caller)}` }),
});

let session: EngineSession;
/** As it comes, and one with room for hardly anything that knows its proxy. */
let portal: RunningPortal;
let tight: RunningPortal;
beforeAll(async () => {
  const [first] = engines;
  if (!first) throw new Error('no database to try it on');
  session = await first.open();
  const stationTokens = Object.fromEntries(STATIONS.map((caller) => [tokenOf(caller), caller]));
  const database = await migrated(session);
  portal = await runPortal(database, { stationTokens });
  const [proxies, shared] = [['127.0.0.1'], { ...database, close: async () => undefined }];
  tight = await runPortal(shared, { stationTokens, limits: TIGHT, proxies, audience: AUDIENCE });
}, 60_000);
afterAll(async () => {
  await tight.stop();
  await portal.stop();
  await session.close();
});

const get = ({ url }: RunningPortal, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${url}${path}`, { headers: { connection: 'close', ...headers } });
const statusesOf = async (answers: readonly Promise<Response>[]): Promise<readonly number[]> =>
  (await Promise.all(answers)).map(({ status }) => status);
const station = (index: number): Caller => STATIONS[index] ?? STATIONS[0] ?? { station: '', agency: '' };

/** What a refusal for its rate has to say. */
const expectWait = async (response: Response | undefined, code = 'MC-NET-13'): Promise<void> => {
  expect(response?.status).toBe(429);
  expect(response?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(portalErrorSchema.parse(await response?.json()).code).toBe(code);
};

test('152 stations that start at seven o’clock behind one address are all answered', async () => {
  const start = (caller: Caller): readonly Promise<Response>[] => [
    get(portal, '/v1/info', at('', caller)),
    portal.post(caller, '/v1/operations', { station: caller.station, operations: [] }),
  ];
  const statuses = await statusesOf(STATIONS.slice(0, 152).flatMap(start));
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
}, 60_000);

test('a station that floods is asked to wait, and the others behind its address are not', async () => {
  const [wild, calm] = [at('203.0.113.1', station(1)), at('203.0.113.1', station(2))];
  const flood = await Promise.all(times(15, () => get(tight, '/v1/officers', wild)));
  const refused = flood.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) await expectWait(one);
  expect(
    await statusesOf([
      get(tight, '/v1/officers', calm),
      get(tight, '/v1/info', calm),
      get(tight, '/v1/info', at('203.0.113.1')),
    ]),
  ).toEqual([200, 200, 200]);
});

test('a budget is a paired key’s, not its address’s', async () => {
  const pc = async (name: string): Promise<() => Promise<Response>> => {
    const { publicKey, token } = await testKey();
    const code = await codeFor(tight, { station: name });
    const body: PairingRequest = { code, publicKey, station: name, agency: AGENCY };
    pairingResponseSchema.parse(await (await knock(tight, body)).json());
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: name, aud: AUDIENCE, iat, exp: iat + 120 };
    return async () => get(tight, '/v1/officers', { authorization: `Bearer ${await token(claims)}` });
  };
  const [wild, calm] = [await pc('may-1'), await pc('may-2')];
  expect(await statusesOf(times(15, wild))).toContain(429);
  expect((await calm()).status).toBe(200);
});

test('what nobody vouches for counts to the address, and does not shut out who shows a token', async () => {
  const unknown = { ...at('203.0.113.2'), authorization: `Bearer ${randomUUID()}` };
  const statuses = await statusesOf(times(15, () => get(tight, '/v1/officers', unknown)));
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  await statusesOf(times(15, () => get(tight, '/v1/info', at('203.0.113.2'))));
  await expectWait(await get(tight, '/v1/info', at('203.0.113.2')));
  const known = at('203.0.113.2', station(3));
  expect(await statusesOf([get(tight, '/v1/info', known), get(tight, '/v1/officers', known)])).toEqual([200, 200]);
  // The proxy says where it comes from: another office is not touched.
  expect((await get(tight, '/v1/info', at('203.0.113.3'))).status).toBe(200);
});

test('codes that are tried at random are refused with the time to wait, whatever address they name', async () => {
  const { publicKey } = await testKey();
  const tryOne = async (address: string): Promise<Response> =>
    fetch(`${portal.url}/v1/pairing`, {
      method: 'POST',
      headers: { ...at(address), 'content-type': 'application/json' },
      body: JSON.stringify({ code: '000000000000', publicKey, station: 'quay-9', agency: AGENCY }),
    });
  for (let n = 0; n < 10; n += 1) expect((await tryOne(`203.0.113.${n}`)).status).toBe(404);
  await expectWait(await tryOne('203.0.113.99'), 'MC-PAR-05');
});

/** A push whose body never ends: what a line that broke leaves behind. */
function endless(caller: Caller): ClientRequest {
  const { hostname, port } = new URL(tight.url);
  const sent = request({ hostname, port, method: 'POST', path: '/v1/operations', headers: at('203.0.113.4', caller) });
  sent.setHeader('content-type', 'application/json').on('error', () => undefined);
  sent.write('{"station":');
  return sent;
}

test('pushes of one station do not pile up: so many at once, and more when those are gone', async () => {
  const [wild, calm] = [station(4), station(5)];
  const push = (caller: Caller): Promise<Response> =>
    tight.post(caller, '/v1/operations', { station: caller.station, operations: [] });
  const hanging = [endless(wild), endless(wild)];
  await vi.waitFor(async () => expectWait(await push(wild)), PATIENCE);
  expect((await push(calm)).status).toBe(200);
  for (const one of hanging) one.destroy();
  await vi.waitFor(async () => expect((await push(wild)).status).toBe(200), PATIENCE);
});
