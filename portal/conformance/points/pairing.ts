/** Pairing by a one-time code, and the tokens that a paired PC signs. */
import { randomBytes } from 'node:crypto';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import {
  type PairingResponse,
  pairingCodeFromBytes,
  pairingResponseSchema,
  TOKEN_CLOCK_TOLERANCE_S,
} from '../../../domain/pairing.ts';
import { portalErrorSchema, pushResponseSchema } from '../../../domain/sync.ts';
import { received } from '../bench.ts';
import { type Answer, Broken, expectBody, expectRefusal, expectThat, parsedAs, postJson } from '../client.ts';
import type { PairedPc, PairingBench } from '../pairing.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '0. Pair a station';
const TOKENS = 'Rules of every request';
/** A portal whose clock is this wrong would move every due time. */
const CLOCK_MS = 120_000;

const pairingOf = ({ pairing }: Bench): PairingBench => {
  if (!pairing) throw new Broken('no pairing code was given');
  return pairing;
};
const knock = ({ send }: Bench, body: unknown): Promise<Answer> => postJson(send, '/v1/pairing', undefined, body);
const look = ({ send }: Bench, token: string): Promise<Answer> => send('/v1/changes?limit=1', { token });
const expectTaken = async (bench: Bench, token: string, whose: string): Promise<void> => {
  const { status, text } = await look(bench, token);
  expectThat(status === 200, `${whose} is not taken: ${status} ${text.slice(0, 120)}`);
};
const seconds = (): number => Math.floor(Date.now() / 1000);

/** Unknown codes are counted; a kit that is run again and again may be among those that have to wait. */
function expectUnknown(answer: Answer): void {
  if (answer.status === 429) expectRefusal(answer, 429, 'MC-PAR-05');
  else expectRefusal(answer, 404, 'MC-PAR-02');
}

const randomCode = (): string => pairingCodeFromBytes(randomBytes(64)) ?? '';

/** The parts of an answer that stay the same when it is given again. */
const lasting = ({ now: _, lastSequence: _l, ...identity }: PairingResponse): string =>
  JSON.stringify(Object.entries(identity).sort());

async function pushAs(bench: Bench, { key, identity }: PairedPc, sequence: number): Promise<void> {
  const speaker = { token: await key.token(), station: identity.station, agency: bench.me.agency };
  const operation = { ...(await received(bench, { speaker })), sequence };
  const request = { station: identity.station, operations: [operation] };
  const { answers } = expectBody(
    await postJson(bench.send, '/v1/operations', speaker.token, request),
    pushResponseSchema,
  );
  expectThat(answers[0]?.outcome === 'accepted', 'an operation of the paired station was not accepted');
}

/** The present key is revoked by this: the last point of all. */
async function takeOver(bench: Bench): Promise<void> {
  const pairing = pairingOf(bench);
  const old = await pairing.pc();
  const sequence = 2 ** 40 + seconds();
  await pushAs(bench, old, sequence);
  const fresh = await pairing.newKey();
  const code = await pairing.codes.replacing?.();
  if (code === undefined) throw new Broken('no code that replaces was given');
  const identity = expectBody(await knock(bench, fresh.request(code)), pairingResponseSchema);
  await expectTaken(bench, await fresh.token(), 'the new key’s token');
  expectRefusal(await look(bench, await old.key.token()), 401, 'MC-NET-07');
  expectThat(
    identity.lastSequence >= sequence,
    `lastSequence is ${identity.lastSequence}, though operation ${sequence} of this station was accepted`,
  );
  expectThat(identity.replaced, 'another PC took the station’s place, and `replaced` is false');
}

export const PAIRING: readonly Point[] = [
  {
    id: 'PAIR-1',
    promise: 'Without a token, a code that nobody gave out is refused with 404 MC-PAR-02 (429 MC-PAR-05 after many).',
    section: SECTION,
    look: async (bench) => {
      const publicKey = { kty: 'OKP', crv: 'Ed25519', x: randomBytes(32).toString('base64url') };
      const { station, agency } = bench.me;
      expectUnknown(await knock(bench, { code: randomCode(), publicKey, station, agency }));
    },
  },
  {
    id: 'PAIR-2',
    promise: 'What is not a pairing request, or has a code whose check is wrong, is refused with 400 MC-API-03.',
    section: SECTION,
    look: async (bench) => {
      const publicKey = { kty: 'OKP', crv: 'Ed25519', x: randomBytes(32).toString('base64url') };
      const { station, agency } = bench.me;
      const one = { code: '111111111111', publicKey, station, agency };
      for (const body of [one, { ...one, code: randomCode(), publicKey: {} }, {}])
        expectRefusal(await knock(bench, body), 400, 'MC-API-03');
    },
  },
  {
    id: 'PAIR-3',
    promise: 'A code and a public key give the station’s identity, and from then on the key’s tokens are taken.',
    section: SECTION,
    needs: 'pairing',
    look: async (bench) => {
      const { key, identity } = await pairingOf(bench).pc();
      const { station } = pairingOf(bench).codes;
      expectThat(identity.keyId === key.keyId, `keyId is ${identity.keyId}, the RFC 7638 thumbprint is ${key.keyId}`);
      expectThat(identity.station === station, `the code was for ${station}, the identity is ${identity.station}'s`);
      await expectTaken(bench, await key.token(), 'the paired key’s token');
    },
  },
  {
    id: 'PAIR-4',
    promise: 'The same request again, with the same key, gets the same identity: the first answer may have been lost.',
    section: SECTION,
    needs: 'pairing',
    look: async (bench) => {
      const { key, code, identity } = await pairingOf(bench).pc();
      const again = expectBody(await knock(bench, key.request(code)), pairingResponseSchema);
      expectThat(lasting(again) === lasting(identity), 'the second answer is another one');
    },
  },
  {
    id: 'PAIR-5',
    promise: 'A code that was used is refused to any other key with 409 MC-PAR-04, and the first key stays.',
    section: SECTION,
    needs: 'pairing',
    look: async (bench) => {
      const { key, code } = await pairingOf(bench).pc();
      const thief = await pairingOf(bench).newKey();
      expectRefusal(await knock(bench, thief.request(code)), 409, 'MC-PAR-04');
      expectRefusal(await look(bench, await thief.token()), 401, 'MC-NET-05');
      await expectTaken(bench, await key.token(), 'the first key’s token');
    },
  },
  {
    id: 'TOKEN-1',
    promise: 'A token of another time is refused with 401 MC-NET-08 and the portal’s clock, never as an unknown key.',
    section: TOKENS,
    needs: 'pairing',
    look: async (bench) => {
      const { key } = await pairingOf(bench).pc();
      for (const iat of [seconds() - 3_600, seconds() + 3_600]) {
        const answer = await look(bench, await key.token({ iat, exp: iat + 120 }));
        expectRefusal(answer, 401, 'MC-NET-08');
        const { now } = parsedAs(answer.text, portalErrorSchema);
        expectThat(Math.abs((now ?? 0) - Date.now()) < CLOCK_MS, `\`now\` is ${now}: that is not the portal's clock`);
      }
    },
  },
  {
    id: 'TOKEN-2',
    promise: `A token whose clock is ${TOKEN_CLOCK_TOLERANCE_S - 20} seconds off is taken.`,
    section: TOKENS,
    needs: 'pairing',
    look: async (bench) => {
      const { key } = await pairingOf(bench).pc();
      const iat = seconds() + TOKEN_CLOCK_TOLERANCE_S - 20;
      await expectTaken(bench, await key.token({ iat, exp: iat + 120 }), 'such a token');
    },
  },
  {
    id: 'TOKEN-3',
    promise: 'A token for another audience, or for none, is refused with 401 MC-NET-05.',
    section: TOKENS,
    needs: 'pairing',
    look: async (bench) => {
      const { key } = await pairingOf(bench).pc();
      for (const aud of ['https://another-portal.example', undefined])
        expectRefusal(await look(bench, await key.token({ aud })), 401, 'MC-NET-05');
    },
  },
  {
    id: 'TOKEN-4',
    promise:
      'A token that is unsigned, signed by HMAC with the public key, or by another key is refused with 401 MC-NET-05.',
    section: TOKENS,
    needs: 'pairing',
    look: async (bench) => {
      const { key, identity } = await pairingOf(bench).pc();
      const iat = seconds();
      const claims = { sub: identity.station, aud: identity.audience, iat, exp: iat + 120, jti: 'x' };
      const publicBytes = base64url.decode(key.request('').publicKey.x);
      const forged = [
        new UnsecuredJWT(claims).encode(),
        `${base64url.encode(JSON.stringify({ alg: 'none', kid: key.keyId }))}.${base64url.encode(JSON.stringify(claims))}.`,
        await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.keyId }).sign(publicBytes),
        await (await pairingOf(bench).newKey()).token(),
        `${(await key.token()).slice(0, -6)}AAAAAA`,
      ];
      for (const token of forged) expectRefusal(await look(bench, token), 401, 'MC-NET-05');
    },
  },
  {
    id: 'TOKEN-5',
    promise:
      'A token that is good for longer than five minutes, or in another station’s name, is refused with 401 MC-NET-05.',
    section: TOKENS,
    needs: 'pairing',
    look: async (bench) => {
      const { key } = await pairingOf(bench).pc();
      const iat = seconds();
      for (const over of [{ iat, exp: iat + 86_400 }, { exp: undefined }, { sub: bench.me.station }])
        expectRefusal(await look(bench, await key.token(over)), 401, 'MC-NET-05');
    },
  },
  {
    id: 'PAIR-6',
    promise:
      'A new key in the station’s place revokes the old one in the same step (401 MC-NET-07), and is told the last sequence.',
    section: SECTION,
    needs: 'replacing',
    look: takeOver,
  },
];
