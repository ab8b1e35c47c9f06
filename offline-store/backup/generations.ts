/** The names of backups and which of them are kept. Pure. */

/** `20261124T021000.000Z.motcua`: sorts by time, and every file system takes it. */
const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})\.(\d{3})Z\.motcua$/;

export const generationName = (at: number): string => `${new Date(at).toISOString().replaceAll(/[-:]/g, '')}.motcua`;

/** When the backup of that name was made; undefined for any other file. */
export const generationTime = (name: string): number | undefined => {
  const parts = NAME.exec(name);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, ms] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at) ? undefined : at;
};

export interface KeepPolicy {
  /** Every backup of so many last hours. */
  readonly hours: number;
  /** The last one of each of so many days before. */
  readonly days: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Huế is seven hours ahead of UTC all year; a day here is the office's. */
const OFFSET = 7 * HOUR;

const dayOf = (at: number): number => Math.floor((at + OFFSET) / DAY);

/**
 * The names that may go. The newest stays whatever its age, and one from the future (the clock was wrong then or is now) too:
 * a wrong clock must never cost a backup.
 */
export const superfluous = (names: readonly string[], now: number, { hours, days }: KeepPolicy): readonly string[] => {
  const dated = names
    .map((name) => ({ name, at: generationTime(name) ?? Number.NaN }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => b.at - a.at);
  const daysKept = new Set<number>();
  return dated
    .filter(({ at }, index) => {
      const isLastOfDay = !daysKept.has(dayOf(at));
      daysKept.add(dayOf(at));
      const isRecent = now - at < hours * HOUR;
      const isDaily = isLastOfDay && dayOf(now) - dayOf(at) <= days;
      return index > 0 && !isRecent && !isDaily;
    })
    .map(({ name }) => name);
};
