import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAIRING_CODE_LIFETIME_MS, type PairingRequest, pairingResponseSchema } from '../../../domain/pairing.ts';
import { portalErrorSchema, pushResponseSchema } from '../../../domain/sync.ts';
import { stationListSchema } from '../../../portal/server/station-keys.ts';
import { createTryLimit } from '../../../portal/server/try-limit.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { codeFor, knock, type TestKey, testKey } from '../paired.ts';
import { type RunningPortal, runPortal } from '../running.ts';
import { AGENCY, codeOf, NOW, received } from '../samples.ts';

const AUDIENCE = 'https://cong-mau.example';
const refusal = async (response: Response) => [response.status, portalErrorSchema.parse(await response.json()).code];

describe.each(engines)('pairing on $name', (engine) => {
  let session: EngineSession;
  let portal: RunningPortal;
  let now = NOW;
  let next = 0;
  /** Each test has stations of its own. */
  let station = '';

  beforeAll(async () => {
    session = await engine.open();
    portal = await runPortal(await migrated(session), { now: () => now, audience: AUDIENCE });
  }, 120_000);
  beforeEach(() => {
    now = NOW;
    next += 1;
    station = `may-${next}`;
  });
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  const request = (key: TestKey, code: string, over: Partial<PairingRequest> = {}) => ({
    ...{ code, publicKey: key.publicKey, station, agency: AGENCY },
    ...over,
  });
  const paired = async (key: TestKey, code: string, over: Partial<PairingRequest> = {}) =>
    pairingResponseSchema.parse(await (await knock(portal, request(key, code, over))).json());
  const claims = (over: object = {}) => {
    const iat = Math.floor(now / 1000);
    return { sub: station, aud: AUDIENCE, iat, exp: iat + 120, ...over };
  };
  const look = (token: string) =>
    fetch(`${portal.url}/v1/changes`, { headers: { connection: 'close', authorization: `Bearer ${token}` } });
  const pushAs = async (token: string, from: string, operations: readonly unknown[]) => {
    const response = await fetch(`${portal.url}/v1/operations`, {
      method: 'POST',
      headers: { connection: 'close', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ station: from, operations }),
    });
    return pushResponseSchema.parse(await response.json()).answers;
  };

  test('a code and a public key give an identity, and its tokens are taken', async () => {
    const key = await testKey();
    const identity = await paired(key, await codeFor(portal, { station }));
    expect(identity).toMatchObject({
      ...{ station, agency: AGENCY, keyId: key.keyId, audience: AUDIENCE, lastSequence: 0, replaced: false, now: NOW },
    });
    expect((await look(await key.token(claims()))).status).toBe(200);
  });

  test('the same request again gets the same answer; another key with that code comes too late', async () => {
    const key = await testKey();
    const code = await codeFor(portal, { station });
    const first = await paired(key, code);
    now += 5_000;
    expect(await paired(key, code)).toEqual({ ...first, now });
    expect(await refusal(await knock(portal, request(await testKey(), code)))).toEqual([409, 'MC-PAR-04']);
    expect((await look(await key.token(claims()))).status).toBe(200);
  });

  test('a code is closed after five wrong ones, and too old after a day', async () => {
    const code = await codeFor(portal, { station });
    const wrong = [...code].map((_, at) => code.slice(0, 4) + swapped(code.slice(4), at)).filter((one) => one !== code);
    const key = await testKey();
    now += PAIRING_CODE_LIFETIME_MS;
    expect(await refusal(await knock(portal, request(key, code)))).toEqual([410, 'MC-PAR-03']);
    now = NOW;
    for (const one of wrong.slice(0, 5))
      expect(await refusal(await knock(portal, request(key, one)))).toEqual([404, 'MC-PAR-02']);
    expect(await refusal(await knock(portal, request(key, code)))).toEqual([429, 'MC-PAR-05']);
  });

  test('a code for another station or agency is refused and stays good', async () => {
    const key = await testKey();
    const code = await codeFor(portal, { station });
    for (const over of [{ station: 'quay-khac' }, { agency: 'H57.23.99' }])
      expect(await refusal(await knock(portal, request(key, code, over)))).toEqual([409, 'MC-PAR-06']);
    expect(await paired(key, code, { agency: '000.23.15.H57' })).toMatchObject({ station });
  });

  test.each([
    ['a code whose check is wrong', { code: '111111111111' }],
    ['a key of another kind', { publicKey: { kty: 'EC', crv: 'P-256', x: 'x' } }],
    ['nothing', { publicKey: undefined }],
  ])('%s is no request', async (_, over) => {
    const body = { ...request(await testKey(), await codeFor(portal, { station })), ...over };
    expect(await refusal(await knock(portal, body))).toEqual([400, 'MC-API-03']);
  });

  test('only the administrator makes codes, and says so where one PC replaces another', async () => {
    const order = { station, agency: AGENCY };
    const asStation = await fetch(`${portal.url}/v1/admin/pairing-codes`, {
      method: 'POST',
      headers: { authorization: 'Bearer token-of-quay-1', 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    expect(await refusal(asStation)).toEqual([403, 'MC-API-01']);
    await paired(await testKey(), await codeFor(portal, { station }));
    expect(await refusal(await portal.admin('/v1/admin/pairing-codes', order))).toEqual([409, 'MC-PAR-07']);
    for (const unfit of [{ station: 'online' }, { agency: 'H57.23.16' }, { station: 'x', handsOverFor: 'khong-co' }])
      expect(await refusal(await portal.admin('/v1/admin/pairing-codes', { ...order, ...unfit }))).toEqual([
        400,
        'MC-API-03',
      ]);
  });

  test('two codes of one station: the second does not replace in silence', async () => {
    const [first, second] = [await codeFor(portal, { station }), await codeFor(portal, { station })];
    await paired(await testKey(), first);
    expect(await refusal(await knock(portal, request(await testKey(), second)))).toEqual([409, 'MC-PAR-07']);
  });

  test('tokens of another time, for another portal, of another name, too long-lived, unsigned or by another key', async () => {
    const key = await testKey();
    await paired(key, await codeFor(portal, { station }));
    const iat = Math.floor(now / 1000);
    const stranger = await testKey();
    const known = [401, 'MC-NET-05'];
    const late = [401, 'MC-NET-08'];
    const cases: readonly (readonly [string, readonly (string | number)[]])[] = [
      [await key.token(claims({ iat: iat - 1_000, exp: iat - 880 })), late],
      [await key.token(claims({ iat: iat + 600, exp: iat + 720 })), late],
      [await key.token(claims({ aud: 'https://cong-khac.example' })), known],
      [await key.token(claims({ sub: 'quay-1' })), known],
      [await key.token(claims({ exp: iat + 3_600 })), known],
      [await key.token(claims({ jti: undefined })), known],
      [await key.token(claims({ aud: undefined })), known],
      [await stranger.token(claims()), known],
      [await stranger.token(claims(), { kid: key.keyId }), known],
      [new UnsecuredJWT(claims()).encode(), known],
      [`${(await key.token(claims())).slice(0, -4)}AAAA`, known],
      ['a.b.c', known],
    ];
    for (const [token, expected] of cases) expect(await refusal(await look(token))).toEqual(expected);
    // Within the tolerance a clock that is a little wrong is taken.
    expect((await look(await key.token(claims({ iat: iat + 45, exp: iat + 165 })))).status).toBe(200);
  });

  test('a refusal for the time tells the time', async () => {
    const key = await testKey();
    await paired(key, await codeFor(portal, { station }));
    const token = await key.token(claims({ iat: 1_000, exp: 1_100 }));
    expect(await (await look(token)).json()).toMatchObject({ code: 'MC-NET-08', now: NOW });
  });

  test('a revoked key is refused as such, at once, and the list says why', async () => {
    const key = await testKey();
    await paired(key, await codeFor(portal, { station }));
    const revoked = await portal.admin(`/v1/admin/stations/${station}/revoke`, {});
    expect(await revoked.json()).toEqual({ revoked: key.keyId });
    expect(await refusal(await look(await key.token(claims())))).toEqual([401, 'MC-NET-07']);
    expect(await refusal(await portal.admin(`/v1/admin/stations/${station}/revoke`, {}))).toEqual([404, 'MC-API-05']);
    const list = stationListSchema.parse(await (await portal.admin('/v1/admin/stations')).json());
    expect(list.find((one) => one.station === station)?.keys).toMatchObject([
      { keyId: key.keyId, why: 'admin', revokedAt: NOW },
    ]);
  });

  test('the same PC paired again after a revocation is no replacement', async () => {
    const [first, second] = [await testKey(), await testKey()];
    await paired(first, await codeFor(portal, { station }));
    await portal.admin(`/v1/admin/stations/${station}/revoke`, {});
    const again = await paired(second, await codeFor(portal, { station }), { formerKeyId: first.keyId });
    expect(again.replaced).toBe(false);
    expect(
      await refusal(await knock(portal, request(first, await codeFor(portal, { station, replaces: true })))),
    ).toEqual([400, 'MC-API-03']);
  });

  test('a PC that takes over revokes the old one in the same step and goes on behind its operations', async () => {
    const [old, fresh] = [await testKey(), await testKey()];
    await paired(old, await codeFor(portal, { station }));
    const one = { ...received({ station, agency: AGENCY }, codeOf(100 + next)), sequence: 2 ** 47 + 41 };
    expect(await pushAs(await old.token(claims()), station, [one])).toMatchObject([{ outcome: 'accepted' }]);
    const taken = await paired(fresh, await codeFor(portal, { station, replaces: true }));
    expect(taken).toMatchObject({ lastSequence: 2 ** 47 + 41, replaced: true });
    expect(await refusal(await look(await old.token(claims())))).toEqual([401, 'MC-NET-07']);
    expect((await look(await fresh.token(claims()))).status).toBe(200);
  });

  test('the old PC under a name of its own hands over what it had not sent; nobody else may', async () => {
    const [old, fresh, again] = [await testKey(), await testKey(), await testKey()];
    await paired(old, await codeFor(portal, { station }));
    const sent = received({ station, agency: AGENCY }, codeOf(200 + next));
    const unsent = received({ station, agency: AGENCY }, codeOf(300 + next));
    const [answer] = await pushAs(await old.token(claims()), station, [sent]);
    await paired(fresh, await codeFor(portal, { station, replaces: true }));

    const own = `${station}-cu`;
    const code = await codeFor(portal, { station: own, handsOverFor: station });
    expect(await paired(again, code, { formerKeyId: old.keyId })).toMatchObject({ station: own, replaced: false });
    const token = await again.token(claims({ sub: own }));
    const answers = await pushAs(token, own, [sent, unsent]);
    expect(answers).toMatchObject([answer ?? {}, { id: unsent.id, outcome: 'accepted' }]);
    // Twice is once, and the PC that took over does not speak for the old one's new name.
    expect(await pushAs(token, own, [unsent])).toEqual([answers[1]]);
    const foreign = received({ station: own, agency: AGENCY }, codeOf(400 + next));
    expect(await pushAs(await fresh.token(claims()), station, [foreign])).toMatchObject([{ code: 'MC-POR-02' }]);
  });
});

const swapped = (text: string, at: number): string => {
  const alphabet = '0123456789ACDEFGHJKMNPQRSTVWXYZ';
  const rank = (character: string) => alphabet.indexOf(character);
  // Adds to one place what the check takes away again at another: still a code in shape, but not this one.
  const chars = [...text];
  const [i, j] = [at % chars.length, (at + 1) % chars.length];
  const inverse =
    alphabet.length - [...alphabet].findIndex((_, k) => (k * (j + 5)) % alphabet.length === (i + 5) % alphabet.length);
  chars[i] = alphabet[(rank(chars[i] ?? '') + 1) % alphabet.length] ?? '';
  chars[j] = alphabet[(rank(chars[j] ?? '') + inverse) % alphabet.length] ?? '';
  return chars.join('');
};

test('an address that tries many codes waits as long as it is told, others do not, and later it may try again', () => {
  let at = 0;
  const limit = createTryLimit(() => at);
  for (let n = 0; n < 10; n += 1) {
    expect(limit.closedFor('a')).toBe(0);
    limit.wrong('a');
    at += 1_000;
  }
  expect([limit.closedFor('a'), limit.closedFor('b')]).toEqual([590_000, 0]);
  at += 590_000;
  expect(limit.closedFor('a')).toBe(0);
});

test('more addresses than are remembered push out the one that tried longest ago, and no other', () => {
  const limit = createTryLimit(() => 0, 2);
  for (let n = 0; n < 10; n += 1) for (const address of ['a', 'b']) limit.wrong(address);
  limit.wrong('c');
  expect(['a', 'b'].map((address) => limit.closedFor(address))).toEqual([0, 600_000]);
});
