/** The pairing itself: is this a portal at all, and then the code and the public key for the identity. */
import { createHash, type KeyObject } from 'node:crypto';
import { type ErrorCode, isErrorCode, MotcuaError } from '../../domain/errors.ts';
import { type PairingCode, type PairingRequest, pairingResponseSchema } from '../../domain/pairing.ts';
import { portalInfoSchema } from '../../domain/sync.ts';
import { createClient, type Fetch, refusalOf } from '../../offline-store/sync/client.ts';
import type { Identity, IdentityFiles } from './files.ts';
import { newPrivateKey, openKey, publicKeyOf, sealKey } from './key.ts';
import type { Sealing } from './sealing.ts';

const PATIENCE_MS = 20_000;

export interface Wish {
  readonly portalUrl: string;
  readonly code: PairingCode;
  readonly station: string;
  readonly agency: string;
  readonly formerKeyId: string | undefined;
}

export interface ExchangeParts {
  readonly files: IdentityFiles;
  readonly sealing: Sealing;
  readonly fetch: Fetch;
}

/** MC-PAR-02 … 07 as the portal says, MC-NET-… where it cannot be asked. On disk before it returns. */
export async function exchange({ files, sealing, fetch }: ExchangeParts, wish: Wish): Promise<Identity> {
  const client = createClient({
    portalUrl: wish.portalUrl,
    token: 'pairing',
    fetch,
    stop: new AbortController().signal,
    patience: PATIENCE_MS,
    onExchange: () => undefined,
  });
  await client.json({ method: 'GET', path: 'v1/info' }, portalInfoSchema);
  const key = keyFor(files, sealing, wish);
  const body = Buffer.from(JSON.stringify(requestOf(wish, key)));
  const headers = { 'content-type': 'application/json' };
  const answer = await client
    .json({ method: 'POST', path: 'v1/pairing', headers, body }, pairingResponseSchema)
    .catch(saysWhy);
  const { now: _, ...said } = answer;
  const identity: Identity = { version: 1, ...said, portalUrl: wish.portalUrl, privateKey: sealKey(key, sealing) };
  files.write(identity);
  return identity;
}

const requestOf = ({ code, station, agency, formerKeyId }: Wish, key: KeyObject): PairingRequest => ({
  ...{ code, station, agency, publicKey: publicKeyOf(key) },
  ...(formerKeyId === undefined ? {} : { formerKeyId }),
});

/** Kept before it is sent: where the answer is lost, the same code is tried again with the same key, and the portal knows it. */
function keyFor(files: IdentityFiles, sealing: Sealing, { portalUrl, code }: Wish): KeyObject {
  const hash = createHash('sha256').update(code).digest('hex');
  const pending = files.pending();
  if (pending?.code === hash && pending.portalUrl === portalUrl) {
    const key = opened(pending.privateKey, sealing);
    if (key) return key;
  }
  const key = newPrivateKey();
  files.keepPending({ version: 1, portalUrl, code: hash, privateKey: sealKey(key, sealing) });
  return key;
}

/** A pending key that does not open any more costs a code, nothing else. */
function opened(sealed: string, sealing: Sealing): KeyObject | undefined {
  try {
    return openKey(sealed, sealing);
  } catch {
    return undefined;
  }
}

const isOfPairing = (code: string): code is ErrorCode => isErrorCode(code) && code.startsWith('MC-PAR-');

function saysWhy(error: unknown): never {
  const code = refusalOf(error)?.code ?? '';
  throw isOfPairing(code) ? new MotcuaError(code, {}, { cause: error }) : error;
}
