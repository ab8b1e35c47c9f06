/** What the points of pairing work with: one-time codes, keys of the kit's own, and a PC that was paired once for all of them. */
import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { z } from 'zod';
import {
  type PairingRequest,
  type PairingResponse,
  pairingResponseSchema,
  publicKeySchema,
  readPairingCode,
} from '../../domain/pairing.ts';
import { Broken, expectBody, postJson, type Send } from './client.ts';

/** Where codes come from. `replacing`: one for the same station, made to take the place of its key. */
export interface PairingCodes {
  readonly station: string;
  readonly agency: string;
  readonly first: () => Promise<string>;
  readonly replacing: (() => Promise<string>) | undefined;
}

export interface KitKey {
  readonly keyId: string;
  readonly request: (code: string, over?: Partial<PairingRequest>) => PairingRequest;
  /** A token as the contract wants it; what is given replaces, and `undefined` leaves out. */
  readonly token: (over?: JWTPayload) => Promise<string>;
}

/** A PC that was paired, with the code that it used. */
export interface PairedPc {
  readonly key: KitKey;
  readonly code: string;
  readonly identity: PairingResponse;
}

export interface PairingBench {
  readonly codes: PairingCodes;
  readonly newKey: () => Promise<KitKey>;
  /** Paired at the first call; a code is spent once for all points. */
  readonly pc: () => Promise<PairedPc>;
}

const LIFETIME_S = 120;

export function createPairing(send: Send, codes: PairingCodes): PairingBench {
  let pc: Promise<PairedPc> | undefined;
  let audience = '';
  const newKey = (): Promise<KitKey> => keyFor(codes, () => audience);
  const pairOnce = async (): Promise<PairedPc> => {
    const key = await newKey();
    const code = await codes.first();
    const answer = await postJson(send, '/v1/pairing', undefined, key.request(code));
    const identity = expectBody(answer, pairingResponseSchema);
    ({ audience } = identity);
    return { key, code, identity };
  };
  return {
    codes,
    newKey,
    pc: () => {
      pc ??= pairOnce();
      return pc;
    },
  };
}

async function keyFor({ station, agency }: PairingCodes, audience: () => string): Promise<KitKey> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = publicKeySchema.parse(await exportJWK(publicKey));
  const keyId = await calculateJwkThumbprint(jwk);
  return {
    keyId,
    request: (code, over = {}) => ({ code, publicKey: jwk, station, agency, ...over }),
    token: (over = {}) => {
      const iat = Math.floor(Date.now() / 1000);
      const claims = { sub: station, aud: audience(), iat, exp: iat + LIFETIME_S, jti: randomUUID() };
      return new SignJWT({ ...claims, ...over }).setProtectedHeader({ alg: 'EdDSA', kid: keyId }).sign(privateKey);
    },
  };
}

/** As a person types them. */
export function codesTyped(
  { station, agency }: Pick<PairingCodes, 'station' | 'agency'>,
  first: string,
  replacing: string | undefined,
): PairingCodes {
  const read = (typed: string) => async (): Promise<string> => {
    const code = readPairingCode(typed);
    if (!code.ok) throw new Broken(`${typed} is no pairing code: its check is wrong`);
    return code.value;
  };
  return { station, agency, first: read(first), replacing: replacing === undefined ? undefined : read(replacing) };
}

/** From a portal that has the reference's admin side. */
export function codesOfAdmin(
  send: Send,
  { station, agency }: Pick<PairingCodes, 'station' | 'agency'>,
  adminToken: string,
): PairingCodes {
  const make = async (): Promise<string> => {
    const order = { station, agency, replaces: true };
    const answer = await postJson(send, '/v1/admin/pairing-codes', adminToken, order);
    const code = readPairingCode(expectBody(answer, z.object({ code: z.string() })).code);
    if (!code.ok) throw new Broken('the administrator’s side gave out something that is no pairing code');
    return code.value;
  };
  return { station, agency, first: make, replacing: make };
}
