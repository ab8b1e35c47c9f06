/** Who works in an office, as the province says it or a technician's file. Names of officers, not of citizens. */
import { z } from 'zod';
import { eachOnce } from './each-once.ts';
import { type FileMistakes, jsonOf, mistakesIn } from './file-mistake.ts';
import { instantSchema, type LocalDay, localDaySchema } from './ids.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

export const OFFICERS_MAX_CHARS = 1_000_000;
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

/** The office's whole list; what it replaces is gone from the choice, never from what was done. */
export const officersSchema = z
  .object({
    officers: z
      .array(officerSchema)
      .max(OFFICERS_MAX)
      .readonly()
      .superRefine((list, ctx) => eachOnce(list, { name: 'id', message: 'an id stands once' }, ctx)),
  })
  .readonly();
export type Officers = z.infer<typeof officersSchema>;

/** The officers of a file; MC-CFG-07 says no more than that it is none of ours. */
export function parseOfficers(text: string): Parsed<Officers, 'MC-CFG-07'> {
  const read = officersSchema.safeParse(jsonOf(text, OFFICERS_MAX_CHARS));
  return read.success ? parsed(read.data) : refused('MC-CFG-07');
}

export const mistakesInOfficers = (text: string): FileMistakes => mistakesIn(text, officersSchema, OFFICERS_MAX_CHARS);

/** Where the list in use came from; `recovery`: it was in a backup. */
export const officersCameSchema = z
  .object({ at: instantSchema, source: z.enum(['portal', 'file', 'recovery']) })
  .readonly();
export type OfficersCame = z.infer<typeof officersCameSchema>;

/** The list in use; a list that an older program took in does not say where it came from. */
export const officersInUseSchema = z
  .object({ officers: z.array(officerSchema).readonly(), came: officersCameSchema.optional() })
  .readonly();
export type OfficersInUse = z.infer<typeof officersInUseSchema>;

/** What a list did, or would do (`tried`), to the one in use; `known`: it is the one in use. */
export const officersImportedSchema = z
  .object({
    outcome: z.enum(['taken', 'known', 'tried']),
    officers: z.int().min(0),
    added: z.array(officerSchema).readonly(),
    removed: z.array(officerSchema).readonly(),
    /** As they will be. */
    changed: z.array(officerSchema).readonly(),
  })
  .readonly();
export type OfficersImported = z.infer<typeof officersImportedSchema>;

export function officerChanges(before: readonly Officer[], after: readonly Officer[]) {
  const old = new Map(before.map((officer) => [officer.id, officer]));
  const ids = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !ids.has(id)),
    changed: after.filter((officer) => {
      const was = old.get(officer.id);
      return was !== undefined && factsOf(was) !== factsOf(officer);
    }),
  };
}

const factsOf = ({ name, title, roles, from, until }: Officer): string =>
  JSON.stringify([name, title, roles, from, until]);

/** On that day; both ends are working days of hers. */
export const worksOn = ({ from, until }: Officer, day: LocalDay): boolean =>
  (from === undefined || from <= day) && (until === undefined || day <= until);
