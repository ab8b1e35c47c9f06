/** An instant in the words of a form, put together from the domain's. */
import { formatDateOf, type Instant, localDate, localTime } from '../domain/local-time.ts';
import { formDay, formMoment, timeInVietnamese, weekdayInVietnamese } from '../domain/spoken.ts';

/** `ngày 05 tháng 02 năm 2026`. */
export const dateInWords = (at: Instant): string => formDay(localDate(at));

/** `16 giờ 30 phút, ngày 24 tháng 11 năm 2026`. */
export const timeAndDate = formMoment;

/** `16 giờ 30`, `9 giờ`. */
export const spokenTime = timeInVietnamese;

export const weekdayOf = (at: Instant): string => weekdayInVietnamese(localDate(at));

/** `thứ Ba, ngày 24 tháng 11 năm 2026`. */
export const spokenDay = (at: Instant): string => `${weekdayOf(at)}, ${dateInWords(at)}`;

/** `16:30`. */
export const clock = localTime;

/** `24/11/2026`. */
export const shortDate = formatDateOf;
