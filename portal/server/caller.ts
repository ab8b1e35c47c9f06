/** Who calls: station tokens and the admin token. Tokens are held only as hashes and compared as such. */
import { createHash } from 'node:crypto';
import { agencyKey } from '../../domain/dossier-code.ts';
import { MotcuaError } from '../../domain/errors.ts';

/** A station that has shown its token. `agency` is in the newer order (`H57.23.15`) where it is an agency's code. */
export type Caller = { readonly station: string; readonly agency: string };

export type StationTokens = Readonly<Record<string, { readonly station: string; readonly agency: string }>>;

/** An agency's code as the portal stores and compares it, whichever order it was written in. */
export const canonicalAgency = (agency: string): string => agencyKey(agency) ?? agency;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const bearer = (header: string | undefined): string => /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(header ?? '')?.[1] ?? '';

/** A function from an `authorization` header to the station; anything but a known token is `MC-NET-05`. */
export function stationAuthority(tokens: StationTokens): (header: string | undefined) => Caller {
  const callers = new Map(
    Object.entries(tokens).map(([token, { station, agency }]) => [
      hashOf(token),
      { station, agency: canonicalAgency(agency) },
    ]),
  );
  return (header) => {
    const caller = callers.get(hashOf(bearer(header)));
    if (!caller) throw new MotcuaError('MC-NET-05');
    return caller;
  };
}

/** Throws `MC-API-01` unless the header carries the admin token. A station's token is never enough. */
export function adminAuthority(adminToken: string): (header: string | undefined) => void {
  const expected = hashOf(adminToken);
  return (header) => {
    if (hashOf(bearer(header)) !== expected) throw new MotcuaError('MC-API-01');
  };
}
