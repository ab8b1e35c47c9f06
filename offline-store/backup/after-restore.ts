/**
 * The first opening of a database that took another's place. Whatever happened after its backup was made is not in it, and the same
 * backup may have been put back on a second PC: no number leased before is given out again, and operations are numbered from far
 * above everything that may have been sent.
 */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import type { OfficeStore } from '../contract.ts';
import { PUT_BACK } from '../opening.ts';
import { SEQUENCE_FLOOR } from '../outbox-entry.ts';
import type { Parts } from '../parts.ts';

export const RESTORE_MARK = 'restore.pending';
const LEASE_REQUEST = 'leases.request';

/** What was done to a database that took another's place. */
export const restoreMarkSchema = z
  .object({
    /** `restored`: by a person, perhaps on several PCs. `recovered`: by the program, in place of this very PC's own. */
    why: z.enum(['restored', 'recovered']),
    /** When the backup was made; absent when there was none. */
    backup: z.number().int().optional(),
    at: z.number().int(),
  })
  .readonly();
export type RestoreMark = z.infer<typeof restoreMarkSchema>;

/**
 * Above a million, so that a check tells it from a lost operation; drawn from 2⁴⁶, so that two PCs with the same backup do not meet
 * (a hundred thousand operations each: three in a thousand million); small enough for a hundred restores.
 */
export const JUMP = { least: 2 ** 20, most: 2 ** 46 } as const;

const isoOf = (at: number | undefined): string => (at === undefined ? 'no backup' : new Date(at).toISOString());

/** Inside the opening, before anything else is done with the store. Nothing for a database that is its own. */
export const afterRestore = (
  { db, transact, station, audit }: Parts,
  settings: OfficeStore['settings'],
  now: Instant,
): void => {
  const text = settings.get(RESTORE_MARK);
  if (!text) return;
  const mark = restoreMarkSchema.parse(JSON.parse(text));
  transact(() => {
    closeLeases(db, mark, Math.max(now, audit.lastAt() ?? now));
    // Asked again with the same id the portal would give two PCs the same numbers.
    settings.set(LEASE_REQUEST, '');
    jumpAhead(db, settings);
    // What went on after the backup may have been heard at the province: this is no second PC.
    settings.set(PUT_BACK, mark.why);
    settings.set(RESTORE_MARK, '');
    audit.append({ at: now, who: station, what: `store.${mark.why}`, about: isoOf(mark.backup) });
  });
};

/** Numbers of days to come were never given out by this PC: after a recovery in its own place they stay good. */
const closeLeases = (db: Parts['db'], { why }: RestoreMark, now: Instant): void => {
  const lastDay = why === 'recovered' ? localDate(now) : '9999-12-31';
  db.prepare('UPDATE leases SET next = last + 1 WHERE day <= ?').run(lastDay);
};

/** Where the numbers lie that were given out after a backup: from its last one to the one from which it went on. */
export const RESTORE_RANGES = 'restore.ranges';
export const restoreRangesSchema = z
  .array(z.object({ from: z.number().int(), to: z.number().int() }).readonly())
  .readonly();
export type RestoreRanges = z.infer<typeof restoreRangesSchema>;

export const restoreRanges = (text: string | undefined): RestoreRanges =>
  text ? restoreRangesSchema.parse(JSON.parse(text)) : [];

/** Inside a transaction: the next operation gets a number that nobody can have used. */
export const jumpAhead = (db: Parts['db'], settings: OfficeStore['settings']): void => {
  const from = lastNumber(db);
  const to = Math.max(from, Number(settings.get(SEQUENCE_FLOOR) ?? 0) || 0) + randomInt(JUMP.least, JUMP.most);
  settings.set(SEQUENCE_FLOOR, String(to));
  settings.set(RESTORE_RANGES, JSON.stringify([...restoreRanges(settings.get(RESTORE_RANGES)), { from, to }]));
};

const lastNumber = (db: Parts['db']): number =>
  db.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM outbox').pluck().get() ?? 0;
