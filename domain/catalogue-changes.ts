/** What a new version of the catalogue changes, for whoever is about to take it in. Pure. */
import { z } from 'zod';
import type { Procedure } from './catalogue.ts';
import { catalogueIdSchema } from './catalogue.ts';
import { type Bilingual, instantSchema, localDaySchema } from './ids.ts';
import { procedureCodeSchema } from './procedure-code.ts';

/** What of a procedure a citizen or an officer would notice. */
const ASPECTS = ['name', 'field', 'deadline', 'fee', 'papers', 'steps', 'example'] as const;
export const procedureAspectSchema = z.enum(ASPECTS);
export type ProcedureAspect = z.infer<typeof procedureAspectSchema>;

/** For the window and the command, which both say what a catalogue changes. */
export const ASPECT_WORDS: Readonly<Record<ProcedureAspect, Bilingual>> = {
  name: { vi: 'tên', en: 'name' },
  field: { vi: 'lĩnh vực', en: 'field' },
  deadline: { vi: 'thời hạn', en: 'deadline' },
  fee: { vi: 'lệ phí', en: 'fee' },
  papers: { vi: 'giấy tờ', en: 'papers' },
  steps: { vi: 'trình tự', en: 'steps' },
  example: { vi: 'phần ví dụ', en: 'what is an example' },
};

const named = z.object({ code: procedureCodeSchema, name: z.string().max(300) }).readonly();

/** `procedures`: how many it has in all. The lists are by code. */
export const catalogueChangesSchema = z
  .object({
    procedures: z.int().min(0),
    added: z.array(named).max(3_000).readonly(),
    removed: z.array(named).max(3_000).readonly(),
    changed: z
      .array(
        named
          .unwrap()
          .extend({ what: z.array(procedureAspectSchema).readonly() })
          .readonly(),
      )
      .max(3_000)
      .readonly(),
  })
  .readonly();
export type CatalogueChanges = z.infer<typeof catalogueChangesSchema>;

/** Where a version came from: with the program, a file a person brought, or the province's portal. */
export const catalogueSourceSchema = z.enum(['program', 'file', 'portal']);
export type CatalogueSource = z.infer<typeof catalogueSourceSchema>;

/** A version as a list shows it. */
export const catalogueVersionViewSchema = z
  .object({
    id: catalogueIdSchema,
    name: z.string(),
    decision: z.string().optional(),
    from: localDaySchema,
    sha256: z.string(),
    cameAt: instantSchema,
    source: catalogueSourceSchema,
    procedures: z.int().min(0),
    inEffect: z.boolean(),
  })
  .readonly();
export type CatalogueVersionView = z.infer<typeof catalogueVersionViewSchema>;

/** What importing a file did, or would do (`tried`). Dossiers taken in keep what their receipt says, whatever it changes. */
export const catalogueImportedSchema = z
  .object({
    outcome: z.enum(['taken', 'known', 'tried']),
    id: catalogueIdSchema,
    from: localDaySchema,
    /** In effect once it is taken in; else from its date on, or never while a later one is here. */
    inEffect: z.boolean(),
    /** Compared with the version in effect now. */
    changes: catalogueChangesSchema,
    /** Dossiers received here since `from` by an earlier version: they keep their fee and due time. */
    receivedSince: z.int().min(0),
  })
  .readonly();
export type CatalogueImported = z.infer<typeof catalogueImportedSchema>;

export function catalogueChanges(before: readonly Procedure[], after: readonly Procedure[]): CatalogueChanges {
  const old = new Map(before.map((procedure) => [procedure.code, procedure]));
  const codes = new Set(after.map(({ code }) => code));
  return {
    procedures: after.length,
    added: byCode(after.filter(({ code }) => !old.has(code)).map(nameOf)),
    removed: byCode(before.filter(({ code }) => !codes.has(code)).map(nameOf)),
    changed: byCode(after.flatMap((procedure) => changeOf(old.get(procedure.code), procedure))),
  };
}

const nameOf = ({ code, name }: Procedure) => ({ code, name });

function changeOf(before: Procedure | undefined, after: Procedure) {
  const what = before ? aspectsChanged(before, after) : [];
  return what.length === 0 ? [] : [{ ...nameOf(after), what }];
}

const aspectsChanged = (before: Procedure, after: Procedure): readonly ProcedureAspect[] =>
  ASPECTS.filter((aspect) => textOf(before, aspect) !== textOf(after, aspect));

/** Values of one schema have their fields in one order, so equal texts are equal values. */
const textOf = (procedure: Procedure, aspect: ProcedureAspect): string =>
  aspect === 'name'
    ? JSON.stringify([procedure.name, procedure.nameEn, procedure.shortName])
    : JSON.stringify(procedure[aspect] ?? null);

const byCode = <T extends { readonly code: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.code < b.code ? -1 : 1));
