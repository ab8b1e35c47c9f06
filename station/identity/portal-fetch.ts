/**
 * How the portal is reached: https by the certificates of the system (and those that Node brings along), or, where the
 * province has given its own, by that one alone. Nothing else of the station is touched by it.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getCACertificates } from 'node:tls';
import { MotcuaError } from '../../domain/errors.ts';
import { isSafePortal } from '../../domain/pairing.ts';
import type { PortalConfig } from '../../domain/station-config.ts';
import type { Fetch } from '../../offline-store/sync/client.ts';

export interface Trust {
  readonly ca: PortalConfig['ca'];
  readonly allowHttp: PortalConfig['allowHttp'];
  /** What a relative `ca` is relative to. */
  readonly dataFolder: string;
}

/** Each request of it fails with MC-CFG-04 (http to another PC) or MC-CFG-05 (no usable certificate) where that is so. */
export function portalFetch(url: string, trust: Trust): Fetch {
  if (!isSafePortal(url, trust.allowHttp)) return async () => refuse('MC-CFG-04');
  if (new URL(url).protocol === 'http:') return (address, init) => globalThis.fetch(address, init);
  let secure: Promise<Fetch> | undefined;
  return async (address, init) => {
    secure ??= secureFetch(trust);
    return (await secure)(address, init);
  };
}

function refuse(code: 'MC-CFG-04' | 'MC-CFG-05'): never {
  throw new MotcuaError(code);
}

/** Loaded only where it is needed: most of a demo's and a test's stations never speak TLS. */
async function secureFetch(trust: Trust): Promise<Fetch> {
  const ca = trustedBy(trust);
  const { Agent, fetch } = await import('undici');
  const dispatcher = new Agent({ connect: { ca: [...ca] } });
  // The same implementation that Node carries inside, of the same line; only its types are another copy.
  const send = fetch as unknown as (
    url: string,
    init: RequestInit & { readonly dispatcher: object },
  ) => Promise<Response>;
  return (url, init) => send(url, { ...init, dispatcher });
}

function trustedBy({ ca, dataFolder }: Trust): readonly string[] {
  if (ca === undefined) return [...getCACertificates('default'), ...getCACertificates('system')];
  try {
    const text = readFileSync(resolve(dataFolder, ca), 'utf8');
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    for (const one of found) new X509Certificate(one);
    return found.length > 0 ? found : refuse('MC-CFG-05');
  } catch (error) {
    throw error instanceof MotcuaError ? error : new MotcuaError('MC-CFG-05', {}, { cause: error });
  }
}
