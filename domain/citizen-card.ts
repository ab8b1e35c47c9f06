import { z } from 'zod';
import { localDaySchema } from './ids.ts';
import { isRealDate, type LocalDate } from './local-time.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import { fold } from './vietnamese.ts';

/**
 * The QR of a citizen card (CCCD): UTF-8, fields separated by `|`:
 * number | old number | full name | birth date | sex | residence | issue date, dates DDMMYYYY.
 * Cards since July 2024 may carry more fields behind; they are kept, not judged.
 */

export const MAX_CARD_CHARS = 4_096;
const MAX_EXTRA_FIELDS = 32;

/** What an officer should look at; the card is taken all the same (the number has no check digit). */
export const cardWarningSchema = z.enum(['MC-CRD-01', 'MC-CRD-02', 'MC-CRD-03']);

export const citizenCardSchema = z
  .object({
    number: z.string().regex(/^\d{12}$/),
    /** The nine digits of the old CMND; absent on many cards. */
    oldNumber: z
      .string()
      .regex(/^\d{9}$/)
      .optional(),
    fullName: z.string().min(1).max(200),
    birthDate: localDaySchema,
    sex: z.enum(['male', 'female']),
    residence: z.string().max(500),
    issueDate: localDaySchema,
    extra: z.array(z.string().max(MAX_CARD_CHARS)).max(MAX_EXTRA_FIELDS).readonly(),
    warnings: z.array(cardWarningSchema).max(3).readonly(),
  })
  .readonly();

export type CardWarning = z.infer<typeof cardWarningSchema>;
export type CitizenCard = z.infer<typeof citizenCardSchema>;
type Facts = Omit<CitizenCard, 'warnings'>;

/** `MC-SCN-02`: not a whole card; `MC-SCN-03`: more than 4096 characters. Never throws. */
export function parseCitizenCard(text: string): Parsed<CitizenCard, 'MC-SCN-02' | 'MC-SCN-03'> {
  if (text.length > MAX_CARD_CHARS) return refused('MC-SCN-03');
  const fields = text.normalize('NFC').split('|').map(clean);
  const [number = '', old = '', fullName = '', birth = '', sex = '', residence = '', issued = '', ...extra] = fields;
  const facts = {
    number,
    ...(/^\d{9}$/.test(old) ? { oldNumber: old } : {}),
    fullName,
    birthDate: cardDate(birth),
    sex: cardSex(sex),
    residence,
    issueDate: cardDate(issued),
    extra: extra.slice(0, MAX_EXTRA_FIELDS),
  };
  const checked = citizenCardSchema.safeParse({ ...facts, warnings: [] });
  if (!checked.success) return refused('MC-SCN-02');
  return parsed({ ...checked.data, warnings: warningsOf(checked.data, old) });
}

/**
 * `046•••••0123`: the province and the last four digits of a 12-digit number. Anything else keeps its last three
 * characters only, since a short number is given away by seven digits.
 */
export function maskCitizenId(id: string): string {
  if (/^\d{12}$/.test(id)) return `${id.slice(0, 3)}•••••${id.slice(-4)}`;
  const shown = id.length > 6 ? id.slice(-3) : '';
  return `${'•'.repeat(Math.min(id.length, 20) - shown.length)}${shown}`;
}

/** Sex and birth year as the number tells them: its fourth digit is century and sex, the next two the year. */
export function factsInNumber(number: string): { readonly sex: CitizenCard['sex']; readonly birthYear: number } {
  const digit = Number(number.charAt(3));
  return {
    sex: digit % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + Math.floor(digit / 2) * 100 + Number(number.slice(4, 6)),
  };
}

function warningsOf(card: Facts, old: string): readonly CardWarning[] {
  const told = factsInNumber(card.number);
  const warnings: CardWarning[] = [];
  if (told.sex !== card.sex) warnings.push('MC-CRD-01');
  if (told.birthYear !== Number(card.birthDate.slice(0, 4))) warnings.push('MC-CRD-02');
  if (old !== '' && card.oldNumber === undefined) warnings.push('MC-CRD-03');
  return warnings;
}

function cardDate(text: string): LocalDate | undefined {
  if (!/^\d{8}$/.test(text)) return undefined;
  const date = `${text.slice(4)}-${text.slice(2, 4)}-${text.slice(0, 2)}`;
  return isRealDate(date) ? date : undefined;
}

function cardSex(text: string): CitizenCard['sex'] | undefined {
  const folded = fold(text);
  if (folded === 'nam') return 'male';
  return folded === 'nu' ? 'female' : undefined;
}

/** Line ends, tabs and the byte-order mark that readers add. */
function clean(field: string): string {
  return field.replace(/[\p{Cc}\p{Cf}]+/gu, '').trim();
}
