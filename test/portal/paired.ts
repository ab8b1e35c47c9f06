/** A PC as the portal sees it: a key, the tokens it signs, and the requests it makes with them. */
import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { PairingRequest } from '../../domain/pairing.ts';
import { madeCodeSchema } from '../../portal/server/pairing-codes.ts';
import type { RunningPortal } from './running.ts';
import { COUNTER } from './samples.ts';

export type TestKey = {
  readonly keyId: string;
  readonly publicKey: PairingRequest['publicKey'];
  /** A token like a station's; what is given replaces or, when undefined, removes. */
  readonly token: (claims: JWTPayload, header?: { readonly kid?: string }) => Promise<string>;
};

export async function testKey(): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(jwk);
  return {
    keyId,
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' },
    token: (claims, header = {}) =>
      new SignJWT({ jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: keyId, ...header })
        .sign(privateKey),
  };
}

export async function codeFor(portal: RunningPortal, order: object = {}): Promise<string> {
  const response = await portal.admin('/v1/admin/pairing-codes', { ...COUNTER, ...order });
  if (response.status !== 200) throw new Error(`no code: ${await response.text()}`);
  return madeCodeSchema.parse(await response.json()).code.replaceAll('-', '');
}

export const knock = (portal: RunningPortal, body: object): Promise<Response> =>
  fetch(`${portal.url}/v1/pairing`, {
    method: 'POST',
    headers: { connection: 'close', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
