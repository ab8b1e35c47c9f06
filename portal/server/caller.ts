/** Who calls: a station by a token signed with its paired key (or, in tests and demos, by a fixed one), and the admin. */
import { createHash } from 'node:crypto';
import { agencyKey } from '../../domain/dossier-code.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import type { SharedKey } from '../../domain/sync.ts';

export type CallerKey = {
  readonly id: string;
  /** When the token says that it was signed, ms. */
  readonly signedAt: Instant;
  readonly shared?: SharedKey | undefined;
};

/** A station that has shown its token. `agency` is in the newer order (`H57.23.15`) where it is an agency's code. */
export type Caller = {
  readonly station: string;
  readonly agency: string;
  /** The key that vouched for it, and when; a fixed token has none. */
  readonly key?: CallerKey | undefined;
  /** The name that this PC had before another one took it over: what it had not sent by then it may still hand over. */
  readonly handsOverFor?: string | undefined;
};

export type StationTokens = Readonly<Record<string, { readonly station: string; readonly agency: string }>>;

/** From an `authorization` header to the station. MC-NET-05 unknown, 07 revoked, 08 signed at another time than now. */
export type Authority = (header: string | undefined) => Promise<Caller>;

/** An agency's code as the portal stores and compares it, whichever order it was written in. */
export const canonicalAgency = (agency: string): string => agencyKey(agency) ?? agency;

/** Whose operations a caller may send: its own, and those of the name it had before. */
export const speaksFor = ({ station, handsOverFor }: Caller, named: string): boolean =>
  named === station || named === handsOverFor;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const bearer = (header: string | undefined): string => /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(header ?? '')?.[1] ?? '';

/** Fixed tokens are held only as hashes and compared as such; what is none of them is taken for a signed one. */
export function stationAuthority(fixed: StationTokens, callerOfToken: (token: string) => Promise<Caller>): Authority {
  const callers = new Map(
    Object.entries(fixed).map(([token, { station, agency }]) => [
      hashOf(token),
      { station, agency: canonicalAgency(agency) },
    ]),
  );
  return async (header) => {
    const token = bearer(header);
    return callers.get(hashOf(token)) ?? callerOfToken(token);
  };
}

/** Throws `MC-API-01` unless the header carries the admin token. A station's token is never enough. */
export function adminAuthority(adminToken: string): (header: string | undefined) => void {
  const expected = hashOf(adminToken);
  return (header) => {
    if (hashOf(bearer(header)) !== expected) throw new MotcuaError('MC-API-01');
  };
}
