/** How facts are written on the screens: `24/11/2026`, `16:30`, `50.000 đ`, `A 012`. Local time is Việt Nam's. */
import { formatAmount } from '../../domain/fee.ts';
import type { Instant, LocalDay } from '../../domain/ids.ts';
import { daysBetween, formatDate, localDate, localTime } from '../../domain/local-time.ts';
import type { Ticket } from '../../domain/queue.ts';
import { formatTicket } from '../../domain/queue-rules.ts';
import {
  dayInEnglish,
  dayInVietnamese,
  timeInVietnamese,
  weekdayInEnglish,
  weekdayInVietnamese,
} from '../../domain/spoken.ts';

export type Language = 'vi' | 'en';

/** `16:30`. */
export const time = (at: Instant): string => localTime(at);

const SECONDS = 1000;
/** `10:41:52`: Việt Nam is a whole number of hours from UTC, so the seconds are the same everywhere. */
export const timeWithSeconds = (at: Instant): string =>
  `${localTime(at)}:${String(Math.floor(at / SECONDS) % 60).padStart(2, '0')}`;

/** `24/11/2026`. */
export const date = (at: Instant): string => formatDate(localDate(at));
/** `24/11`. */
export const dayMonth = (at: Instant): string => date(at).slice(0, 5);
/** `24/11 10:36`. */
export const dayMonthTime = (at: Instant): string => `${dayMonth(at)} ${time(at)}`;

/** `thứ Ba`. */
export const weekdayName = (day: LocalDay, language: Language = 'vi'): string =>
  language === 'vi' ? weekdayInVietnamese(day) : weekdayInEnglish(day);

/** `thứ Ba 24/11/2026`. */
export const weekdayDate = (at: Instant, language: Language = 'vi'): string =>
  `${weekdayName(localDate(at), language)} ${date(at)}`;

const NEAR_DAYS = {
  vi: { '-1': 'hôm qua', 0: 'hôm nay', 1: 'ngày mai' },
  en: { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' },
} as const;

/** The day as one says it: `hôm nay`, `hôm qua`, `ngày mai`, else `thứ Hai 30/11`. */
export const dayName = (at: Instant, now: Instant, language: Language = 'vi'): string => {
  const distance = daysBetween(localDate(now), localDate(at));
  if (distance === -1 || distance === 0 || distance === 1) return NEAR_DAYS[language][distance];
  return `${weekdayName(localDate(at), language)} ${dayMonth(at)}`;
};

/** `16:30 hôm nay`, `11:00 thứ Hai 30/11`. */
export const when = (at: Instant, now: Instant, language: Language = 'vi'): string =>
  `${time(at)} ${dayName(at, now, language)}`;

/** Since when, briefly: `15:40 hôm qua`, older than that only the day, `20/11`. */
export const since = (at: Instant, now: Instant, language: Language = 'vi'): string =>
  Math.abs(daysBetween(localDate(now), localDate(at))) <= 1 ? when(at, now, language) : dayMonth(at);

/** In words, for the kiosk: `thứ Ba ngày 24 tháng 11`, `Tuesday 24 November`. */
export const dateInWords = (at: Instant, language: Language = 'vi'): string =>
  language === 'vi' ? dayInVietnamese(localDate(at)) : dayInEnglish(localDate(at));

/** In words, for the kiosk: `16 giờ 30`, `9 giờ`; English keeps `16:30`. */
export const timeInWords = (at: Instant, language: Language = 'vi'): string =>
  language === 'en' ? time(at) : timeInVietnamese(at);

/** A birth date or another stored day as people here write it: `19/06/1994`. */
export const day = (value: LocalDay): string => formatDate(value);

/** `20.000`. */
export const amount = formatAmount;
/** `20.000 đ`, with a space that does not break. */
export const money = (dong: number): string => `${amount(dong)}\u00a0đ`;

/** `A 012`. */
export const ticketText = (ticket: Pick<Ticket, 'letter' | 'number'>): string =>
  formatTicket(ticket).replace(' ', '\u00a0');

/** A dossier code in two parts: the agency, which all share, and the day and number, which people read. */
export const codeParts = (code: string): readonly [agency: string, own: string] => {
  const found = /^(.*-)(\d{6}-\w+)$/.exec(code);
  return found ? [found[1] ?? '', found[2] ?? ''] : ['', code];
};

/** Minutes as hours and minutes: `2 giờ 07 phút`, `18 phút`. */
export const duration = (minutes: number, language: Language = 'vi'): string => {
  const whole = Math.max(0, Math.round(minutes));
  const [hourWord, minuteWord] = language === 'vi' ? ['giờ', 'phút'] : ['h', 'min'];
  const hours = Math.floor(whole / 60);
  if (hours === 0) return `${whole} ${minuteWord}`;
  return whole % 60 === 0
    ? `${hours} ${hourWord}`
    : `${hours} ${hourWord} ${String(whole % 60).padStart(2, '0')} ${minuteWord}`;
};

/** One digit after the point, `1,2`; in English `1.2`. */
export const decimal = (value: number, language: Language = 'vi'): string =>
  language === 'vi' ? value.toFixed(1).replace('.', ',') : value.toFixed(1);

/** `214 kB`, `1,2 MB`; in English `1.2 MB`. */
export const fileSize = (bytes: number, language: Language = 'vi'): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${decimal(bytes / 1_000_000, language)} MB`;

/** `0905 214 418`. */
export const phone = (digits: string): string => digits.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3');
