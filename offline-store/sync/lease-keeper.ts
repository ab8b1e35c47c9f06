/** Keeps enough dossier numbers for a long outage: asked for ahead, so that an intake never waits for a connection. */
import { v7 as uuid7 } from 'uuid';
import { MotcuaError } from '../../domain/errors.ts';
import type { LocalDay } from '../../domain/ids.ts';
import { addDays, localDate, weekday } from '../../domain/local-time.ts';
import { type Lease, type LeaseRequest, leaseRequestSchema, leaseResponseSchema } from '../../domain/sync.ts';
import { PARTED, SHARED_KEY, sharedKeyOf } from '../opening.ts';
import { refusalOf } from './client.ts';
import type { SyncParts } from './parts.ts';

/** Below this many left a day is topped up. A busy desk takes about 60 dossiers a day, so today has two days' worth. */
export const LEAST_TODAY = 120;
export const LEAST_LATER = 60;
/** Asked for beyond the least, so that not every intake asks again. */
const SPARE = 60;
/** A line that is gone for a month turns nobody away. */
const DAYS_AHEAD = 35;
const SATURDAY = 6;
const PENDING = 'leases.request';
/** After an answer that still left too few: a portal that has none, or grants what cannot be used, is not asked at every look. */
const SHORT_PAUSE_MS = 600_000;

/** Today, whatever day it is, and the weekdays of the next five weeks (25 working days). A holiday's numbers are simply not used. */
export const defaultLeaseDays = (today: LocalDay): readonly LocalDay[] => {
  const later = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index + 1));
  return [today, ...later.filter((day) => weekday(day) < SATURDAY)];
};

export interface LeaseNeed {
  readonly days: readonly LocalDay[];
  readonly count: number;
}

/** What to ask for: one request for today, one for the days that need the same. Pure. */
export const leaseNeeds = (
  days: readonly LocalDay[],
  today: LocalDay,
  left: (day: LocalDay) => number,
): readonly LeaseNeed[] => {
  const later = days.filter((day) => day !== today && left(day) < LEAST_LATER);
  const needs: LeaseNeed[] = [];
  if (days.includes(today) && left(today) < LEAST_TODAY)
    needs.push({ days: [today], count: LEAST_TODAY + SPARE - left(today) });
  if (later.length > 0) needs.push({ days: later, count: LEAST_LATER });
  return needs;
};

/** A request is kept until it was answered, so that a lost answer costs no numbers: the same id gives the same leases. */
export const createLeaseKeeper = (
  parts: SyncParts,
  leaseDays: (today: LocalDay) => readonly LocalDay[],
): (() => Promise<void>) => {
  const { client, store, station, agency, now, steady, corrected, heardClock, log } = parts;
  const forget = (): void => store.settings.set(PENDING, '');
  const pending = (): LeaseRequest | undefined => {
    const text = store.settings.get(PENDING);
    const request = text ? leaseRequestSchema.parse(JSON.parse(text)) : undefined;
    // In the name that this PC had before nothing would be granted, nor anything after it.
    return request?.station === station ? request : undefined;
  };
  /** Returns those that can be used. */
  const ask = async (request: LeaseRequest): Promise<readonly Lease[]> => {
    const sentAt = now();
    const body = Buffer.from(JSON.stringify(request));
    const response = await client.json(
      { method: 'POST', path: 'v1/leases', headers: { 'content-type': 'application/json' }, body },
      leaseResponseSchema,
    );
    heardClock(response.now, sentAt);
    const usable = response.leases.filter(addLease);
    forget();
    log.info({ days: request.days.length, leases: response.leases.length }, 'numbers leased');
    return usable;
  };
  /** One lease that cannot be used must not cost the others. */
  const addLease = (lease: Lease): boolean => {
    try {
      store.leases.add(lease);
      return true;
    } catch (error) {
      if (!(error instanceof MotcuaError) || error.code !== 'MC-NET-02') throw error;
      log.warn({ lease: lease.id }, 'a lease that cannot be used');
      return false;
    }
  };
  const askOrForget = async (request: LeaseRequest): Promise<readonly Lease[]> => {
    try {
      return await ask(request);
    } catch (error) {
      // Refused for good: asking the same again would never be answered otherwise.
      if (refusalOf(error) !== undefined && error instanceof MotcuaError && error.code === 'MC-NET-02') forget();
      throw error;
    }
  };
  let quietUntil = Number.NEGATIVE_INFINITY;
  const needs = (left = store.leases.left): readonly LeaseNeed[] => {
    const today = localDate(corrected());
    return leaseNeeds(leaseDays(today), today, left);
  };
  const lease = (need: LeaseNeed): Promise<readonly Lease[]> => {
    const request: LeaseRequest = { id: uuid7(), station, agency, ...need };
    store.settings.set(PENDING, JSON.stringify(request));
    return askOrForget(request);
  };
  /** Two PCs with one key hold the same numbers: each asks for its own, and only where it has them uses no other. */
  const partFromTwin = async (): Promise<void> => {
    const since = String(sharedKeyOf(store.settings.get(SHARED_KEY))?.since ?? '');
    if (since === '' || store.settings.get(PARTED) === since) return;
    // Asked under the same id both PCs would get the same numbers.
    forget();
    for (const need of needs(() => 0)) for (const own of await lease(need)) store.leases.giveUpBeside(own);
    store.settings.set(PARTED, since);
  };
  return async () => {
    await partFromTwin();
    const kept = pending();
    if (kept !== undefined) await askOrForget(kept);
    if (steady() < quietUntil) return;
    for (const need of needs()) await lease(need);
    quietUntil = needs().length > 0 ? steady() + SHORT_PAUSE_MS : quietUntil;
  };
};
