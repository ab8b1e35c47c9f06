import { z } from 'zod';
import { deadlineRuleSchema } from './deadline.ts';
import { paperKindSchema } from './dossier.ts';
import { eachOnce } from './each-once.ts';
import { feeRuleSchema } from './fee.ts';
import { type FileMistakes, jsonOf, mistakesIn } from './file-mistake.ts';
import { localDaySchema } from './ids.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import { parseProcedureCode, procedureCodeSchema } from './procedure-code.ts';
import { matches, wordsOf } from './vietnamese.ts';

/**
 * The catalogue of procedures a desk takes in: data, announced in versions, each with its date of effect. The store keeps
 * every version (offline-store/catalogue.ts); assets/catalogue/demo.json is the sample one.
 */

/** Twice a catalogue of 2,106 procedures as long as the sample's. */
export const CATALOGUE_MAX_CHARS = 8_000_000;
const label = z.string().min(1).max(300);
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** A field (lĩnh vực) and its letter in the queue. */
export const fieldSchema = z
  .object({ id: slug, letter: z.string().regex(/^[A-Z]$/), name: label, nameEn: label })
  .readonly();

export const requiredPaperSchema = z
  .object({
    id: slug,
    name: label,
    nameEn: label,
    /** In which kinds it is accepted; the first is the usual one. */
    kinds: z.array(paperKindSchema).min(1).max(3).readonly(),
    required: z.boolean(),
  })
  .readonly();

export const procedureStepSchema = z.object({ text: label, textEn: label }).readonly();

export const procedureSchema = z
  .object({
    code: procedureCodeSchema,
    /** The id of its field. */
    field: slug,
    name: label,
    nameEn: label,
    /** For a line in a list; the name itself where it is short enough. */
    shortName: z.string().min(1).max(40).optional(),
    deadline: deadlineRuleSchema,
    fee: feeRuleSchema,
    papers: z.array(requiredPaperSchema).min(1).max(50).readonly(),
    steps: z.array(procedureStepSchema).max(20).readonly().optional(),
    /** What is only an example and not the announced value: screens add "ví dụ" beside it. */
    example: z.object({ deadline: z.boolean(), fee: z.boolean(), papers: z.boolean() }).readonly(),
  })
  .readonly();

/** What an announced version is known by, at the province and at every desk; never used for another content. */
export const catalogueIdSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

export const catalogueSchema = z
  .object({
    /** Of the format. */
    version: z.literal(1),
    id: catalogueIdSchema,
    /** In effect from the beginning of this day in Việt Nam until a version with a later day, or announced later for the same. */
    from: localDaySchema,
    /** The decision that announced it: `1234/QĐ-UBND`. */
    decision: label.optional(),
    name: label,
    note: z.string().max(2_000),
    fields: z.array(fieldSchema).min(1).max(26).readonly(),
    /** How a dossier goes at any desk; for procedures without steps of their own. */
    usualSteps: z.array(procedureStepSchema).min(1).max(20).readonly(),
    procedures: z.array(procedureSchema).min(1).max(3_000).readonly(),
  })
  .superRefine(({ fields, procedures }, ctx) => {
    eachOnce(procedures, { key: 'procedures', name: 'code', message: 'a procedure stands once' }, ctx);
    eachOnce(fields, { key: 'fields', name: 'letter', message: 'a letter belongs to one field' }, ctx);
    eachOnce(fields, { key: 'fields', name: 'id', message: 'a field stands once' }, ctx);
  })
  .superRefine(everyFieldIsKnown)
  .readonly();

export type Field = z.infer<typeof fieldSchema>;
export type RequiredPaper = z.infer<typeof requiredPaperSchema>;
export type ProcedureStep = z.infer<typeof procedureStepSchema>;
export type Procedure = z.infer<typeof procedureSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;
/** The versions that the province has announced, in the order in which it did. */
export const catalogueListSchema = z
  .object({
    versions: z
      .array(z.object({ id: catalogueIdSchema, from: localDaySchema }).readonly())
      .max(1_000)
      .readonly(),
  })
  .readonly();
export type CatalogueList = z.infer<typeof catalogueListSchema>;

/** A version without its procedures: small enough to be at hand. */
export type CatalogueHead = Omit<Catalogue, 'procedures'>;

/** Reads a catalogue file. `MC-CAT-01`: too long or not JSON; `MC-CAT-02`: not a catalogue. Never throws. */
export function parseCatalogue(json: string): Parsed<Catalogue, 'MC-CAT-01' | 'MC-CAT-02'> {
  const raw = jsonOf(json, CATALOGUE_MAX_CHARS);
  const catalogue = catalogueSchema.safeParse(raw);
  if (raw === undefined) return refused('MC-CAT-01');
  return catalogue.success ? parsed(catalogue.data) : refused('MC-CAT-02');
}

/** What is wrong in a refused catalogue, for whoever wrote it. */
export const mistakesInCatalogue = (json: string): FileMistakes =>
  mistakesIn(json, catalogueSchema, CATALOGUE_MAX_CHARS);

/** The id that a file says it has; nothing else of it is looked at. */
export function catalogueIdIn(json: string): string | undefined {
  return z.object({ id: catalogueIdSchema }).safeParse(jsonOf(json, CATALOGUE_MAX_CHARS)).data?.id;
}

/** By code, however it is written (`1.001193.000.00.00.H57`). */
export function findProcedure(catalogue: Catalogue, code: string): Procedure | undefined {
  const wanted = parseProcedureCode(code);
  return wanted.ok ? catalogue.procedures.find((procedure) => procedure.code === wanted.value) : undefined;
}

/** By words of the name in either language or of the field, or by the beginning of the code; marks and case do not matter. */
export function searchProcedures(catalogue: Catalogue, query: string): readonly Procedure[] {
  const wanted = query.trim();
  return catalogue.procedures.filter(
    (procedure) =>
      procedure.code.startsWith(wanted) ||
      matches(wanted, `${procedure.name} ${procedure.nameEn} ${fieldOf(catalogue, procedure)?.name ?? ''}`),
  );
}

/** What `procedureMatches` looks at: a procedure's words in both languages, folded. */
export function procedureWords({ name, nameEn }: Pick<Procedure, 'name' | 'nameEn'>): string {
  return wordsOf(`${name} ${nameEn}`).join(' ');
}

/** As `searchProcedures`, over words folded before and one space between them. `wanted` are the query's, folded. */
export function procedureMatches(query: string, wanted: readonly string[], code: string, words: string): boolean {
  return code.startsWith(query) || wanted.every((word) => ` ${words}`.includes(` ${word}`));
}

export function fieldOf(catalogue: Pick<Catalogue, 'fields'>, procedure: Pick<Procedure, 'field'>): Field | undefined {
  return catalogue.fields.find((field) => field.id === procedure.field);
}

export function proceduresOf(catalogue: Catalogue, fieldId: string): readonly Procedure[] {
  return catalogue.procedures.filter((procedure) => procedure.field === fieldId);
}

export function stepsOf(catalogue: Pick<Catalogue, 'usualSteps'>, procedure: Procedure): readonly ProcedureStep[] {
  return procedure.steps ?? catalogue.usualSteps;
}

function everyFieldIsKnown({ fields, procedures }: Parts, ctx: Pick<z.core.$RefinementCtx, 'addIssue'>): void {
  const ids = new Set(fields.map(({ id }) => id));
  for (const [index, { field }] of procedures.entries())
    if (!ids.has(field))
      ctx.addIssue({
        code: 'custom',
        path: ['procedures', index, 'field'],
        message: 'the field of every procedure is listed',
      });
}

interface Parts {
  readonly fields: readonly { readonly id: string }[];
  readonly procedures: readonly { readonly field: string }[];
}
