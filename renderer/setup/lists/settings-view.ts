/** What counts of the office's decisions today, and what is announced. Pure. */
import {
  type EffectiveSetting,
  type SettingKey,
  type SettingOf,
  type SettingView,
  settingsOf,
} from '../../../domain/effective-setting.ts';
import type { Instant } from '../../../domain/ids.ts';
import { localDate } from '../../../domain/local-time.ts';

/** A decision with when it came here and from where. */
export type Decision<K extends SettingKey> = Pick<SettingView, 'source' | 'cameAt'> & {
  readonly setting: SettingOf<K>;
};

export interface SettingsInForce {
  /** Undefined: nothing was decided, the calendar that comes with the program counts. */
  readonly hours: Decision<'opening-hours'> | undefined;
  readonly queue: Decision<'queue-priority'> | undefined;
  /** Single days from today on, by date. */
  readonly days: readonly Decision<'day'>[];
  /** Hours and orders of the queue that count from a later day on, by date. */
  readonly later: readonly (Decision<'opening-hours'> | Decision<'queue-priority'>)[];
}

export function settingsInForce(views: readonly SettingView[], now: Instant): SettingsInForce {
  const today = localDate(now);
  const all = views.map(({ setting }) => setting);
  const came = new Map(views.map((view) => [view.setting.id, view]));
  const decided = <K extends SettingKey>(key: K): readonly Decision<K>[] =>
    settingsOf(all, key).map((setting) => ({ setting, ...cameOf(came.get(setting.id)) }));
  const [hours, queue] = [decided('opening-hours'), decided('queue-priority')];
  const hasCome = ({ setting }: { readonly setting: { readonly from: string } }): boolean => setting.from <= today;
  return {
    hours: hours.findLast(hasCome),
    queue: queue.findLast(hasCome),
    days: lastOfEachDay(decided('day').filter(({ setting }) => setting.from >= today)),
    later: [...hours, ...queue]
      .filter((one) => !hasCome(one))
      .sort((a, b) => (a.setting.from < b.setting.from ? -1 : 1)),
  };
}

/** Where what counts and what is announced came from, each once. */
export const sourcesOf = ({ hours, queue, days, later }: SettingsInForce): readonly SettingView['source'][] => [
  ...new Set([hours, queue, ...days, ...later].flatMap((one) => (one ? [one.source] : []))),
];

const cameOf = (view: SettingView | undefined) => ({
  source: view?.source ?? 'file',
  cameAt: view?.cameAt ?? 0,
});

/** Of one day what was decided last counts. */
const lastOfEachDay = (days: readonly Decision<'day'>[]): readonly Decision<'day'>[] => [
  ...new Map(days.map((one) => [one.setting.from, one])).values(),
];

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type WeekdayName = (typeof WEEK)[number];

/** Days in a row with the same hours. */
export interface HoursOfDays {
  readonly first: WeekdayName;
  readonly last: WeekdayName;
  /** `07:30–11:30, 13:00–17:00`; empty: closed. */
  readonly hours: string;
}

export const openingsText = (openings: readonly { readonly from: string; readonly to: string }[]): string =>
  openings.map(({ from, to }) => `${from}–${to}`).join(', ');

export function weekText(weekly: SettingOf<'opening-hours'>['value']): readonly HoursOfDays[] {
  const days = WEEK.map((day) => ({ first: day, last: day, hours: openingsText(weekly[day]) }));
  const rows: HoursOfDays[] = [];
  for (const day of days) {
    const before = rows.at(-1);
    if (before?.hours === day.hours) rows[rows.length - 1] = { ...before, last: day.last };
    else rows.push(day);
  }
  return rows;
}

/** In the order in which a person looks: hours, the queue, days by date, what is withdrawn. */
export function inOrder(settings: readonly EffectiveSetting[]): readonly EffectiveSetting[] {
  const rank = { 'opening-hours': 0, 'queue-priority': 1, day: 2, withdrawal: 3 } as const;
  const dayOf = (setting: EffectiveSetting): string => (setting.key === 'withdrawal' ? '' : setting.from);
  return [...settings].sort((a, b) => rank[a.key] - rank[b.key] || (dayOf(a) < dayOf(b) ? -1 : 1));
}
