/** Verifies a station's signed token: EdDSA by the key it names, for this portal, made just now, and not revoked. */
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { TOKEN_CLOCK_TOLERANCE_S, TOKEN_MAX_LIFETIME_S } from '../../domain/pairing.ts';
import type { Caller } from './caller.ts';
import type { Database } from './database.ts';
import { findKey, type StationKey } from './station-keys.ts';

export type TokenRules = {
  readonly database: Database;
  /** What `aud` must name. */
  readonly audience: string;
  readonly now: () => Instant;
};

/** MC-NET-05: no token of ours; 08 with the portal's clock: signed at another time; 07: signed well, by a revoked key. */
export async function callerOfSigned({ database, audience, now }: TokenRules, token: string): Promise<Caller> {
  const key = await findKey(database, keyIdOf(token));
  if (!key) throw new MotcuaError('MC-NET-05');
  const at = now();
  const { iat = 0, exp = 0, sub } = await verified(token, key, audience, at);
  // Signed by the right key, but for another name, or good for longer than any token may be.
  if (sub !== key.station || exp - iat > TOKEN_MAX_LIFETIME_S) throw new MotcuaError('MC-NET-05');
  if (key.revokedAt !== undefined) throw new MotcuaError('MC-NET-07');
  const { keyId: id, station, agency, handsOverFor, shared } = key;
  return { station, agency, handsOverFor, key: { id, signedAt: iat * 1_000, shared } };
}

function keyIdOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? '';
  } catch {
    return ''; // not a token at all: no key has this id
  }
}

async function verified(token: string, key: StationKey, audience: string, at: Instant): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      { kty: 'OKP', crv: 'Ed25519', x: key.publicKey },
      {
        algorithms: ['EdDSA'],
        audience,
        currentDate: new Date(at),
        clockTolerance: TOKEN_CLOCK_TOLERANCE_S,
        maxTokenAge: TOKEN_MAX_LIFETIME_S,
        requiredClaims: ['sub', 'iat', 'exp', 'jti'],
      },
    );
    return payload;
  } catch (error) {
    throw isOfAnotherTime(error) ? new MotcuaError('MC-NET-08', { now: at }) : new MotcuaError('MC-NET-05');
  }
}

/** The signature is good by then; only the clocks differ. */
const isOfAnotherTime = (error: unknown): boolean =>
  error instanceof errors.JWTExpired ||
  (error instanceof errors.JWTClaimValidationFailed &&
    ['iat', 'nbf', 'exp'].includes(error.claim) &&
    error.reason === 'check_failed');
