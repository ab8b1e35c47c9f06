import { type Instant, type LocalDate, localDate, localTime, weekday } from './local-time.ts';

/**
 * Times and dates in words. The kiosk speaks them, the forms print them
 * (Decree 30/2020/NĐ-CP: days below 10 and months 1 and 2 carry a leading zero, so nobody can add a digit).
 */

const WEEKDAY_VI = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'] as const;
const WEEKDAY_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTH_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `16 giờ 30, thứ Ba ngày 24 tháng 11`; the full hour is `9 giờ`. */
export function whenInVietnamese(instant: Instant): string {
  return `${timeInVietnamese(instant)}, ${dayInVietnamese(localDate(instant))}`;
}

/** `4:30 pm, Tuesday 24 November`. */
export function whenInEnglish(instant: Instant): string {
  return `${timeInEnglish(instant)}, ${dayInEnglish(localDate(instant))}`;
}

/** `16 giờ 30`, `9 giờ`. */
export function timeInVietnamese(instant: Instant): string {
  const { hour, minute } = clock(instant);
  return minute === 0 ? `${hour} giờ` : `${hour} giờ ${pad(minute)}`;
}

/** `4:30 pm`, `9 am`. */
export function timeInEnglish(instant: Instant): string {
  const { hour, minute } = clock(instant);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}${minute === 0 ? '' : `:${pad(minute)}`} ${hour < 12 ? 'am' : 'pm'}`;
}

/** `thứ Ba ngày 24 tháng 11`. */
export function dayInVietnamese(date: LocalDate): string {
  const { month, day } = parts(date);
  return `${weekdayInVietnamese(date)} ngày ${day} tháng ${month}`;
}

/** `Tuesday 24 November`. */
export function dayInEnglish(date: LocalDate): string {
  const { month, day } = parts(date);
  return `${weekdayInEnglish(date)} ${day} ${MONTH_EN[month - 1]}`;
}

export function weekdayInVietnamese(date: LocalDate): string {
  return WEEKDAY_VI[weekday(date) - 1] ?? '';
}

export function weekdayInEnglish(date: LocalDate): string {
  return WEEKDAY_EN[weekday(date) - 1] ?? '';
}

/** On forms: `10 giờ 42 phút, ngày 24 tháng 11 năm 2026`. */
export function formMoment(instant: Instant): string {
  const { hour, minute } = clock(instant);
  return `${pad(hour)} giờ ${pad(minute)} phút, ${formDay(localDate(instant))}`;
}

/** On forms: `ngày 05 tháng 02 năm 2027`, `ngày 24 tháng 3 năm 2027`. */
export function formDay(date: LocalDate): string {
  const { year, month, day } = parts(date);
  return `ngày ${pad(day)} tháng ${month <= 2 ? pad(month) : month} năm ${year}`;
}

/** `2 giờ 07 phút`, `18 phút`, `3 giờ`. Minutes are rounded down and never negative. */
export function durationInVietnamese(minutes: number): string {
  const { hours, rest } = split(minutes);
  if (hours === 0) return `${rest} phút`;
  return rest === 0 ? `${hours} giờ` : `${hours} giờ ${pad(rest)} phút`;
}

/** `2 h 07 min`, `18 min`, `3 h`. */
export function durationInEnglish(minutes: number): string {
  const { hours, rest } = split(minutes);
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${pad(rest)} min`;
}

function split(minutes: number): { readonly hours: number; readonly rest: number } {
  const whole = Math.max(0, Math.floor(minutes));
  return { hours: Math.floor(whole / 60), rest: whole % 60 };
}

function clock(instant: Instant): { readonly hour: number; readonly minute: number } {
  const [hour = 0, minute = 0] = localTime(instant).split(':').map(Number);
  return { hour, minute };
}

function parts(date: LocalDate): { readonly year: number; readonly month: number; readonly day: number } {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
