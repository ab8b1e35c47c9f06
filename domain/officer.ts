/** Who works in an office, as the province says it or a technician's file. Names of officers, not of citizens. */
import { z } from 'zod';
import { type LocalDay, localDaySchema } from './ids.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

const MAX_JSON_CHARS = 1_000_000;
/** A commune has about a dozen; a province's centre some hundred. */
export const OFFICERS_MAX = 500;

/** What somebody does here. Shown and kept; what may be done is decided by window (domain/role.ts), as no source says otherwise. */
export const officerRoleSchema = z.enum([
  'intake', // tiếp nhận và trả kết quả
  'specialist', // chuyên môn, giải quyết
  'leader', // lãnh đạo, ký
  'technical', // kỹ thuật
]);
export type OfficerRole = z.infer<typeof officerRoleSchema>;

/** `id` is the province's, and stays when a name changes. `from` and `until`, both included, are the days on which one works here. */
export const officerSchema = z
  .object({
    id: z.string().regex(/^[\w.-]{1,80}$/),
    name: z.string().trim().min(1).max(200),
    /** "Công chức Tư pháp – Hộ tịch" */
    title: z.string().trim().max(200).default(''),
    roles: z.array(officerRoleSchema).max(4).readonly(),
    from: localDaySchema.optional(),
    until: localDaySchema.optional(),
  })
  .readonly();
export type Officer = z.infer<typeof officerSchema>;

const eachOnce = (officers: readonly Officer[]): boolean =>
  new Set(officers.map(({ id }) => id)).size === officers.length;

/** The office's whole list; what it replaces is gone from the choice, never from what was done. */
export const officersSchema = z
  .object({
    officers: z.array(officerSchema).max(OFFICERS_MAX).readonly().refine(eachOnce, 'an id twice'),
  })
  .readonly();
export type Officers = z.infer<typeof officersSchema>;

/** The officers of a file; MC-CFG-07 says no more than that it is none of ours. */
export function parseOfficers(text: string): Parsed<Officers, 'MC-CFG-07'> {
  if (text.length > MAX_JSON_CHARS) return refused('MC-CFG-07');
  const read = officersSchema.safeParse(json(text));
  return read.success ? parsed(read.data) : refused('MC-CFG-07');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined; // the schema then refuses it
  }
}

/** On that day; both ends are working days of hers. */
export const worksOn = ({ from, until }: Officer, day: LocalDay): boolean =>
  (from === undefined || from <= day) && (until === undefined || day <= until);
