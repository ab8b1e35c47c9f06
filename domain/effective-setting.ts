/**
 * What the province or the office decides for a date on: opening hours, single days, the order of the queue. Data with dates
 * of effect, never code: hours change by decision and swapped days are announced late. Entries are only ever added; a wrong
 * one is withdrawn by another, and stays to be seen. Fees and deadlines belong to procedures (catalogue.ts).
 */
import { z } from 'zod';
import { type CalendarData, openingsSchema, weeklySchema } from './calendar.ts';
import { catalogueIdSchema } from './catalogue.ts';
import { catalogueSourceSchema } from './catalogue-changes.ts';
import { eachOnce } from './each-once.ts';
import { type FileMistakes, jsonOf, mistakesIn } from './file-mistake.ts';
import { type Instant, instantSchema, localDaySchema } from './ids.ts';
import { type LocalDate, localDate } from './local-time.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import { type PriorityPolicy, priorityPolicySchema } from './queue-rules.ts';

export const SETTINGS_MAX_CHARS = 1_000_000;
export const SETTINGS_MAX_ENTRIES = 2_000;

const label = z.string().min(1).max(200);

/** What one day is. `usual`: as if nothing had been said of it, also where the calendar that comes with the program has a holiday. */
const daySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holiday'), name: label, nameEn: label }).readonly(),
  z.object({ kind: z.literal('off') }).readonly(),
  /** Without openings of its own it has those of a usual day. */
  z
    .object({
      kind: z.literal('worked'),
      openings: openingsSchema.refine((list) => list.length > 0, 'a worked day has an opening').optional(),
    })
    .readonly(),
  z.object({ kind: z.literal('usual') }).readonly(),
]);

const common = {
  /** Known by it everywhere; never used for another content. */
  id: catalogueIdSchema,
  /** The decision's number, `1234/QĐ-UBND`; empty where there is none. */
  decision: z.string().max(200),
  reason: z.string().max(1_000),
  madeAt: instantSchema,
  madeBy: z.string().max(200),
};
/** From the beginning of this day in Việt Nam. */
const from = localDaySchema;

export const effectiveSettingSchema = z.discriminatedUnion('key', [
  z.object({ ...common, key: z.literal('opening-hours'), from, value: weeklySchema }).readonly(),
  /** Of that day alone. */
  z.object({ ...common, key: z.literal('day'), from, value: daySchema }).readonly(),
  z.object({ ...common, key: z.literal('queue-priority'), from, value: priorityPolicySchema }).readonly(),
  /** Takes another back, for all its time. */
  z.object({ ...common, key: z.literal('withdrawal'), of: catalogueIdSchema }).readonly(),
]);
export type EffectiveSetting = z.infer<typeof effectiveSettingSchema>;
type Decided = Exclude<EffectiveSetting, { readonly key: 'withdrawal' }>;
export type SettingKey = Decided['key'];
export type SettingOf<K extends SettingKey> = Extract<Decided, { readonly key: K }>;

export const settingsFileSchema = z
  .object({
    version: z.literal(1),
    settings: z.array(effectiveSettingSchema).max(SETTINGS_MAX_ENTRIES).readonly(),
  })
  .superRefine(({ settings }, ctx) =>
    eachOnce(settings, { key: 'settings', name: 'id', message: 'an id stands once' }, ctx),
  )
  .readonly();

/** An entry with where it came from and whether it still counts. */
export const settingViewSchema = z
  .object({
    setting: effectiveSettingSchema,
    cameAt: instantSchema,
    source: catalogueSourceSchema,
    withdrawn: z.boolean(),
  })
  .readonly();
export type SettingView = z.infer<typeof settingViewSchema>;

/** `known`: of the file's entries, those that were here. Dossiers taken in keep their due time, whatever `added` says. */
export const settingsImportedSchema = z
  .object({
    outcome: z.enum(['taken', 'known', 'tried']),
    added: z.array(effectiveSettingSchema).readonly(),
    known: z.int().min(0),
  })
  .readonly();
export type SettingsImported = z.infer<typeof settingsImportedSchema>;

/** Reads a file of settings. `MC-SET-01`: too long or not JSON; `MC-SET-02`: not settings. Never throws. */
export function parseSettings(json: string): Parsed<readonly EffectiveSetting[], 'MC-SET-01' | 'MC-SET-02'> {
  const raw = jsonOf(json, SETTINGS_MAX_CHARS);
  if (raw === undefined) return refused('MC-SET-01');
  const file = settingsFileSchema.safeParse(raw);
  return file.success ? parsed(file.data.settings) : refused('MC-SET-02');
}

/** As `mistakesInCatalogue` of catalogue.ts. */
export const mistakesInSettings = (json: string): FileMistakes =>
  mistakesIn(json, settingsFileSchema, SETTINGS_MAX_CHARS);

/** Ids that another entry took back. */
export function withdrawnIds(settings: readonly EffectiveSetting[]): ReadonlySet<string> {
  return new Set(settings.flatMap((setting) => (setting.key === 'withdrawal' ? [setting.of] : [])));
}

/** Those of a key that count, by date; for one date the one made last stands last. */
export function settingsOf<K extends SettingKey>(
  settings: readonly EffectiveSetting[],
  key: K,
): readonly SettingOf<K>[] {
  const gone = withdrawnIds(settings);
  return settings
    .filter((setting): setting is SettingOf<K> => setting.key === key && !gone.has(setting.id))
    .sort((a, b) => compare(a.from, b.from) || a.madeAt - b.madeAt);
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** What counts at an instant: the latest date that has come, and of one date what was made last. A `day` counts on its day only. */
export function settingAt<K extends SettingKey>(
  settings: readonly EffectiveSetting[],
  key: K,
  at: Instant,
): SettingOf<K> | undefined {
  const today = localDate(at);
  return settingsOf(settings, key).findLast(({ from: day }) => (key === 'day' ? day === today : day <= today));
}

export function priorityAt(
  settings: readonly EffectiveSetting[],
  at: Instant,
  otherwise: PriorityPolicy,
): PriorityPolicy {
  return settingAt(settings, 'queue-priority', at)?.value ?? otherwise;
}

/** The calendar that comes with the program, with what was decided since. */
export function calendarWith(base: CalendarData, settings: readonly EffectiveSetting[]): CalendarData {
  const days = new Map(settingsOf(settings, 'day').map((setting) => [setting.from, setting]));
  const isLeft = ({ date }: { readonly date: LocalDate }): boolean => !days.has(date);
  const hours = settingsOf(settings, 'opening-hours').map(({ from: validFrom, value: weekly }) => ({
    validFrom,
    weekly,
  }));
  return {
    ...base,
    // Of one day the first counts: what was decided last stands before it, and before the program's.
    schedules: [...hours.reverse(), ...base.schedules],
    holidays: [...base.holidays.filter(isLeft), ...[...days.values()].flatMap(holidayOf)],
    swappedDays: [...base.swappedDays.filter(isLeft), ...[...days.values()].flatMap(swappedOf)],
  };
}

const holidayOf = ({ from: date, value }: SettingOf<'day'>): CalendarData['holidays'] =>
  value.kind === 'holiday' ? [{ date, name: value.name, nameEn: value.nameEn }] : [];

function swappedOf({ from: date, value }: SettingOf<'day'>): CalendarData['swappedDays'] {
  if (value.kind === 'off') return [{ date, kind: 'off' }];
  return value.kind === 'worked' ? [{ date, kind: 'worked', openings: value.openings }] : [];
}
