/** What counts in this office today, of what was decided for a date on; the calendar that the program brings is the beginning. */
import { makeCalendar, type WorkingCalendar } from '../domain/calendar.ts';
import { calendarWith, type EffectiveSetting, priorityAt } from '../domain/effective-setting.ts';
import type { Instant } from '../domain/ids.ts';
import type { PriorityPolicy } from '../domain/queue-rules.ts';
import type { StationConfig } from '../domain/station-config.ts';
import type { EffectiveSettings } from '../offline-store/effective-settings-contract.ts';

export interface OfficeSettings {
  /** Always the present one: whoever holds it sees a day that is swapped while the desk works. */
  readonly calendar: WorkingCalendar;
  /** Whom the queue prefers then; station.json's until something was decided. */
  priority(at: Instant): PriorityPolicy;
  /** Something was decided. */
  changed(): void;
}

interface Parts {
  readonly settings: EffectiveSettings;
  readonly base: WorkingCalendar;
  readonly config: Pick<StationConfig, 'priority'>;
}

export function createOfficeSettings({ settings, base, config }: Parts): OfficeSettings {
  const read = () => {
    const decided: readonly EffectiveSetting[] = settings.all().map(({ setting }) => setting);
    return { decided, calendar: decided.length === 0 ? base : makeCalendar(calendarWith(base.data, decided)) };
  };
  let now = read();
  return {
    calendar: {
      get data() {
        return now.calendar.data;
      },
      get schedules() {
        return now.calendar.schedules;
      },
      get special() {
        return now.calendar.special;
      },
    },
    priority: (at) => priorityAt(now.decided, at, config.priority),
    changed: () => {
      now = read();
    },
  };
}
