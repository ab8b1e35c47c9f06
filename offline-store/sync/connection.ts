/** What the last exchange with the portal showed: a state machine without a clock, a socket or `navigator.onLine`. */
import type { ErrorCode } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import type { ConnectionState } from '../../domain/views/line.ts';

export type ConnectionFacts = Readonly<
  Pick<ConnectionState, 'state' | 'since' | 'code' | 'lastExchangeAt' | 'clockOffset'>
>;

/** Before the first exchange. The offset is the one kept from the last time the station ran. */
export const starting = (at: Instant, clockOffset: number | undefined): ConnectionFacts => ({
  state: 'starting',
  since: at,
  clockOffset,
});

/** An answer that made sense. `clockOffset`: portal's clock minus ours, ms, where the answer told. */
export const exchanged = (facts: ConnectionFacts, at: Instant, clockOffset?: number): ConnectionFacts => ({
  state: 'online',
  since: facts.state === 'online' ? facts.since : at,
  lastExchangeAt: at,
  clockOffset: clockOffset ?? facts.clockOffset,
});

/** No answer, or none that made sense. `since` stays while it stays broken, though the reason may change. */
export const failed = (facts: ConnectionFacts, at: Instant, code: ErrorCode): ConnectionFacts => ({
  ...facts,
  state: 'offline',
  since: facts.state === 'offline' ? facts.since : at,
  code,
});

const MAX_ROUND_TRIP_MS = 10_000;

/** Portal's clock minus ours, ms, taking the answer as made half-way; undefined when the trip was too long to tell. */
export const offsetFrom = (portalNow: Instant, sentAt: Instant, receivedAt: Instant): number | undefined => {
  const trip = receivedAt - sentAt;
  return trip < 0 || trip > MAX_ROUND_TRIP_MS ? undefined : Math.round(portalNow - (sentAt + trip / 2));
};

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long to wait after so many failures in a row: 1 s doubling to 60 s, less up to half of it so that offices spread out. */
export const backOff = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1)) * (1 - random / 2));
