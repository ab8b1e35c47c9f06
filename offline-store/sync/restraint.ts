/**
 * What the portal asked us to wait (Retry-After with 429 or 503, RFC 9110 10.2.3). It speaks of this station, so whatever
 * asks next keeps to it, whichever part of the exchange was told.
 */
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';

/** Waited out within the request: nothing has failed, nobody is told. */
const SHORT_MS = 10_000;
/** No portal and no proxy keeps an office off the line for longer than this by one header. */
const LONGEST_MS = 300_000;
/** Where 429 comes without a header that can be read. */
const UNSAID_MS = 5_000;
/** Up to so much longer, so that the stations that were told the same do not return together. */
const SPREAD = 0.25;

export interface Restraint {
  /** How long it still lasts, ms; 0 while there is none. */
  left(): number;
  /** Whether it is over soon enough to be waited out within a request. */
  isShort(): boolean;
  /** Resolves when a request may be made; throws the refusal of before while that is not soon. */
  pass(): Promise<void>;
  /** A refusal, which may ask to wait; `code` is what a request that would have to wait for long fails with from now on. */
  hear(response: Response, code: ErrorCode): void;
}

export interface RestraintParts {
  /** A clock that only grows, ms. */
  readonly steady: () => number;
  readonly random: () => number;
  /** Ends early when the station stops. */
  readonly rest: (ms: number) => Promise<void>;
}

export const createRestraint = ({ steady, random, rest }: RestraintParts): Restraint => {
  let until = Number.NEGATIVE_INFINITY;
  let reason: ErrorCode = 'MC-NET-13';
  const left = (): number => Math.max(0, until - steady());
  const isShort = (): boolean => left() <= SHORT_MS;
  return {
    left,
    isShort,
    pass: async () => {
      if (!isShort()) throw new MotcuaError(reason, { retryAfterMs: left() });
      await rest(left());
    },
    hear: (response, code) => {
      const asked = steady() + Math.min(LONGEST_MS, retryAfterOf(response) ?? 0) * (1 + SPREAD * random());
      if (asked <= until) return;
      until = asked;
      reason = code;
    },
  };
};

/** How long this answer asks to wait, ms; undefined where it does not. */
const retryAfterOf = ({ status, headers }: Response): number | undefined => {
  if (status !== 429 && status !== 503) return undefined;
  return (
    waitOf(headers.get('retry-after')?.trim() ?? '', headers.get('date')) ?? (status === 429 ? UNSAID_MS : undefined)
  );
};

/** Seconds, or a date: by the clock that wrote it, not by this PC's. */
const waitOf = (text: string, date: string | null): number | undefined => {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const ms = Date.parse(text) - Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};
