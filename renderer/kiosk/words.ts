/** How days and times are said at the kiosk, in both languages. */
import type { Instant } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import {
  dayInEnglish,
  dayInVietnamese,
  timeInEnglish,
  timeInVietnamese,
  weekdayInEnglish,
  weekdayInVietnamese,
} from '../../domain/spoken.ts';
import type { Language } from './journey.ts';

/** Words that belong together stay on one line: `thứ Ba`, `ngày 24`, `tháng 11`. */
const held = (words: string): string => words.replace(/(thứ|ngày|tháng) /g, '$1\u00a0');

/** `thứ Ba ngày 24 tháng 11`. */
export const dayWords = (at: Instant, language: Language): string =>
  held(language === 'vi' ? dayInVietnamese(localDate(at)) : dayInEnglish(localDate(at)));

/** `16 giờ 30`. */
export const timeWords = (at: Instant, language: Language): string =>
  (language === 'vi' ? timeInVietnamese(at) : timeInEnglish(at)).replaceAll(' ', '\u00a0');

export type Leaf = { readonly weekday: string; readonly day: string; readonly month: string };

/** A day as a calendar's leaf shows it. */
export function leafOf(at: Instant, language: Language): Leaf {
  const date = localDate(at);
  const words = dayInEnglish(date).split(' ');
  return {
    weekday: language === 'vi' ? weekdayInVietnamese(date) : weekdayInEnglish(date),
    day: String(Number(date.slice(8))),
    month: language === 'vi' ? `tháng ${Number(date.slice(5, 7))}` : (words.at(-1) ?? ''),
  };
}

/** `17 tháng 11`, `17 November`. */
export const dayMonthWords = (at: Instant, language: Language): string => {
  const { day, month } = leafOf(at, language);
  return `${day} ${month}`;
};

/** `17 tháng 11`, `17 Nov`: where five stand side by side. */
export const shortDay = (at: Instant, language: Language): string => {
  const { day, month } = leafOf(at, language);
  return language === 'vi' ? `${day} ${month}` : `${day} ${month.slice(0, 3)}`;
};

/** A sentence and what follows it, so that the first can stand large. */
export function firstSentence(text: string): readonly [first: string, rest: string] {
  const end = /[.?](?=\s)/.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()] : [text, ''];
}
