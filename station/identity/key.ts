/** The station's Ed25519 key, and the tokens it signs: one for each request, good for two minutes. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { MotcuaError } from '../../domain/errors.ts';
import { type PublicKey, publicKeySchema } from '../../domain/pairing.ts';
import type { Identity } from './files.ts';
import type { Sealing } from './sealing.ts';

/** Well below what a portal allows: it only has to live through one request on a slow line. */
const LIFETIME_S = 120;
const PLACE = 'station key';

const DER = { format: 'der', type: 'pkcs8' } as const;

export const newPrivateKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

export const publicKeyOf = (key: KeyObject): PublicKey =>
  publicKeySchema.parse(createPublicKey(key).export({ format: 'jwk' }));

export const sealKey = (key: KeyObject, sealing: Sealing): string =>
  Buffer.from(sealing.seal(PLACE, key.export(DER))).toString('base64');

/** MC-PAR-08 when it does not open or is no key. */
export function openKey(sealed: string, sealing: Sealing): KeyObject {
  try {
    return createPrivateKey({ ...DER, key: Buffer.from(sealing.open(PLACE, Buffer.from(sealed, 'base64'))) });
  } catch (error) {
    throw new MotcuaError('MC-PAR-08', { reason: 'key does not open' }, { cause: error });
  }
}

/** `at`: the portal's clock as far as it is known, ms. */
export const tokenMaker =
  (key: KeyObject, { keyId, station, audience }: Pick<Identity, 'keyId' | 'station' | 'audience'>) =>
  (at: number): Promise<string> => {
    const iat = Math.floor(at / 1000);
    return new SignJWT({ sub: station, aud: audience, iat, exp: iat + LIFETIME_S, jti: randomUUID() })
      .setProtectedHeader({ alg: 'EdDSA', kid: keyId })
      .sign(key);
  };
