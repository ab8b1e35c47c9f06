/** Decisions and mistakes as a person reads them. Pure. */
import { assertNever } from '../../../domain/assert-never.ts';
import type { EffectiveSetting, SettingOf } from '../../../domain/effective-setting.ts';
import type { FileMistake } from '../../../domain/file-mistake.ts';
import type { Bilingual, Instant } from '../../../domain/ids.ts';
import { addDays, daysBetween, localDate } from '../../../domain/local-time.ts';
import { date, day as dayText, type Language, time, weekdayName, when } from '../../common/format.ts';
import type { Say } from '../text.ts';
import { openingsText, type WeekdayName, weekText } from './settings-view.ts';

/** `thứ Năm 31/12/2026`. */
export const dayWords = (day: string, language: Language): string => `${weekdayName(day, language)} ${dayText(day)}`;

/** Any week will do. */
const A_MONDAY = '2026-11-23';
const OFFSETS: Readonly<Record<WeekdayName, number>> = {
  monday: 0,
  tuesday: 1,
  wednesday: 2,
  thursday: 3,
  friday: 4,
  saturday: 5,
  sunday: 6,
};
const nameOf = (weekday: WeekdayName, language: Language): string =>
  weekdayName(addDays(A_MONDAY, OFFSETS[weekday]), language);

/** One line for days in a row with the same hours: `thứ Hai–thứ Sáu 07:30–11:30, 13:00–17:00`. */
export const hoursWords = (
  t: Say,
  weekly: SettingOf<'opening-hours'>['value'],
  language: Language,
): readonly string[] =>
  weekText(weekly).map(({ first, last, hours }) => {
    const days = first === last ? [first] : [first, last];
    return `${days.map((one) => nameOf(one, language)).join('–')} ${hours === '' ? t('lists.closed') : hours}`;
  });

export const queueWords = (t: Say, policy: SettingOf<'queue-priority'>['value']): string =>
  policy.mode === 'strict' ? t('lists.strict') : t('lists.interleaved', { every: policy.every });

/** What a single day is: `nghỉ`, `làm việc 07:30–11:30`. */
export function kindOfDay(t: Say, value: SettingOf<'day'>['value'], language: Language): string {
  switch (value.kind) {
    case 'off':
      return t('lists.dayOff');
    case 'holiday':
      return t('lists.dayHoliday', { name: language === 'vi' ? value.name : value.nameEn });
    case 'usual':
      return t('lists.dayUsual');
    case 'worked':
      return value.openings ? t('lists.dayWorkedAt', { hours: openingsText(value.openings) }) : t('lists.dayWorked');
    default:
      return assertNever(value);
  }
}

/** A decision in a line, and what it says behind it. */
export function settingWords(
  t: Say,
  setting: EffectiveSetting,
  language: Language,
): { readonly title: string; readonly text: string } {
  switch (setting.key) {
    case 'day':
      return { title: dayWords(setting.from, language), text: kindOfDay(t, setting.value, language) };
    case 'opening-hours':
      return {
        title: t('lists.kind.opening-hours', { day: dayText(setting.from) }),
        text: hoursWords(t, setting.value, language).join('; '),
      };
    case 'queue-priority':
      return {
        title: t('lists.kind.queue-priority', { day: dayText(setting.from) }),
        text: queueWords(t, setting.value),
      };
    case 'withdrawal':
      return { title: t('lists.kind.withdrawal', { of: setting.of }), text: '' };
    default:
      return assertNever(setting);
  }
}

/** Where a mistake is: which entry of which list, counted from one as a person counts, and what of it. */
export function placeWords(t: Say, { path, of }: FileMistake): { readonly entry: string; readonly part: string } {
  const [list, index, ...rest] = path;
  if (list === undefined) return { entry: t('lists.whole'), part: '' };
  if (typeof index !== 'number') return { entry: t('lists.head'), part: partWords(path) };
  const entry = t('lists.entry', { number: index + 1, list: String(list) });
  return { entry: of === '' ? entry : `${entry}: ${of}`, part: partWords(rest) };
}

export interface MistakenEntry {
  readonly entry: string;
  readonly mistakes: readonly { readonly part: string; readonly sentence: Bilingual }[];
}

/** What is wrong in one entry stands together. */
export function byEntry(t: Say, list: readonly FileMistake[]): readonly MistakenEntry[] {
  const entries = new Map<string, MistakenEntry['mistakes']>();
  for (const mistake of list) {
    const { entry, part } = placeWords(t, mistake);
    entries.set(entry, [...(entries.get(entry) ?? []), { part, sentence: mistake.sentence }]);
  }
  return [...entries].map(([entry, mistakes]) => ({ entry, mistakes }));
}

/** `08:42 hôm nay`; longer ago the day with its year, since a list may be in force for years. */
export const cameWords = (at: Instant, now: Instant, language: Language): string =>
  Math.abs(daysBetween(localDate(now), localDate(at))) <= 1 ? when(at, now, language) : `${time(at)} ${date(at)}`;

const partWords = (path: readonly (string | number)[]): string =>
  path.map((step) => (typeof step === 'number' ? `${step + 1}` : step)).join(' › ');
