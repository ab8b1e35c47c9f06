/** What the pairing page shows, and what is to be said of a code while it is typed. Pure. */
import {
  isSafePortal,
  PAIRING_CODE_LENGTH,
  type PairingView,
  readPairingCode,
  readPortalAddress,
} from '../../../domain/pairing.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';

/** `revoked`: paired, but the province says that it does not take this key. */
export type Stage = 'first' | 'token' | 'paired' | 'revoked' | 'broken';

const NOT_TAKEN: ReadonlySet<string> = new Set(['MC-NET-05', 'MC-NET-07']);

export const stageOf = ({ state }: PairingView, { state: line, code }: ConnectionState): Stage => {
  if (state === 'none') return 'first';
  if (state !== 'paired') return state;
  return line === 'offline' && code !== undefined && NOT_TAKEN.has(code) ? 'revoked' : 'paired';
};

export type TypedCode =
  | { readonly is: 'empty' | 'wrong' | 'good' }
  /** How many characters are still missing. */
  | { readonly is: 'short'; readonly left: number };

/** `grouped`: as it stands in the field, `7KQ4-X2M9`. */
export const typedCode = (grouped: string): TypedCode => {
  const length = grouped.replaceAll('-', '').length;
  if (length === 0) return { is: 'empty' };
  if (length < PAIRING_CODE_LENGTH) return { is: 'short', left: PAIRING_CODE_LENGTH - length };
  return { is: readPairingCode(grouped).ok ? 'good' : 'wrong' };
};

/** Whether the address may be asked; a lab that allows http says so in station.json, and the station decides. */
export const isUsableAddress = (typed: string): boolean => {
  const url = readPortalAddress(typed);
  return url !== undefined && isSafePortal(url, true);
};
