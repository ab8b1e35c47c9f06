/** What the hall reads: kiosk and display. Nothing of anybody that a public screen must not show. */
import { z } from 'zod';
import { deadlineRuleSchema } from '../deadline.ts';
import { paperKindSchema } from '../dossier.ts';
import { feeRuleSchema } from '../fee.ts';
import { bilingualSchema, instantSchema, localDaySchema, uuid7Schema } from '../ids.ts';
import { ticketSchema } from '../queue.ts';
import { printJobViewSchema } from './prints.ts';

/** A status in words a grandmother understands. Without the secret: no name, no procedure beyond its field. */
export const publicStatusSchema = z
  .object({
    code: z.string(),
    status: z.enum(['ready', 'in-progress', 'late', 'awaiting-supplement', 'returned', 'refused', 'cancelled']),
    procedureName: z.string().optional(),
    maskedName: z.string().optional(),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    /** The new time of a late dossier that was rescheduled, and why. */
    rescheduledTo: instantSchema.optional(),
    reason: z.string().optional(),
    desk: z.number().int(),
    steps: z
      .array(
        z
          .object({
            key: z.enum(['received', 'processing', 'signing', 'result-ready', 'returned']),
            state: z.enum(['done', 'here', 'ahead']),
            at: instantSchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    letter: z.string(),
    /** Whether the secret was right, so that more may be shown and the kiosk may print. */
    identified: z.boolean(),
  })
  .readonly();
export type PublicStatus = z.infer<typeof publicStatusSchema>;

export const kioskHomeSchema = z
  .object({
    commune: z.string(),
    unit: z.string(),
    demo: z.boolean(),
    now: instantSchema,
    /** Agency part shown before the keys, so that a citizen types only day and number. */
    agency: z.string(),
    fields: z
      .array(
        z
          .object({
            letter: z.string(),
            name: bilingualSchema,
            desk: z.number().int(),
            waiting: z.number().int(),
            waitMinutes: z.tuple([z.number().int(), z.number().int()]),
          })
          .readonly(),
      )
      .readonly(),
    printer: z.object({ ok: z.boolean(), code: z.string().optional() }).readonly(),
    open: z.boolean(),
  })
  .readonly();
export type KioskHome = z.infer<typeof kioskHomeSchema>;

export const ticketTakenSchema = z
  .object({
    ticket: ticketSchema,
    text: z.string(), // "A 012"
    fieldName: bilingualSchema,
    desk: z.number().int(),
    before: z.number().int(),
    waitMinutes: z.tuple([z.number().int(), z.number().int()]),
    print: printJobViewSchema.optional(),
  })
  .readonly();
export type TicketTaken = z.infer<typeof ticketTakenSchema>;

/** A procedure as citizens read it. */
export const publicProcedureSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string(),
    field: z.string(),
    fieldEn: z.string(),
    deadline: deadlineRuleSchema,
    fee: feeRuleSchema,
    papers: z
      .array(
        z
          .object({
            name: z.string(),
            nameEn: z.string(),
            kinds: z.array(paperKindSchema).readonly(),
            required: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
    steps: z.array(bilingualSchema).readonly(),
    /** What is only an example, not the announced value. */
    example: z.object({ deadline: z.boolean(), fee: z.boolean(), papers: z.boolean() }).readonly(),
  })
  .readonly();
export type PublicProcedure = z.infer<typeof publicProcedureSchema>;

/** A field of the catalogue and how many procedures it has. */
export const procedureFieldSchema = z
  .object({ name: z.string(), nameEn: z.string(), count: z.int().min(1) })
  .readonly();
export type ProcedureField = z.infer<typeof procedureFieldSchema>;

/** A procedure in a list: a province has thousands, and a list shows names. */
export const procedureLineSchema = z.object({ code: z.string(), name: z.string(), nameEn: z.string() }).readonly();
export type ProcedureLine = z.infer<typeof procedureLineSchema>;

export const callViewSchema = z
  .object({
    id: uuid7Schema,
    ticket: z.string(), // "A 012"
    desk: z.number().int(),
    at: instantSchema,
    /** Voice clips in order: assets/voice/<id>. */
    clips: z.array(z.string()).readonly(),
    /** 1 for the first call, 2, 3 … when called again. */
    times: z.number().int(),
  })
  .readonly();
export type CallView = z.infer<typeof callViewSchema>;

export const displayStateSchema = z
  .object({
    commune: z.string(),
    unit: z.string(),
    demo: z.boolean(),
    now: instantSchema,
    current: callViewSchema.optional(),
    recent: z.array(callViewSchema).readonly(),
    ready: z.array(z.object({ code: z.string(), desk: z.number().int(), at: instantSchema }).readonly()).readonly(),
    guidance: z
      .array(z.object({ title: bilingualSchema, lines: z.array(bilingualSchema).readonly() }).readonly())
      .readonly(),
    hours: z.array(z.tuple([z.string(), z.string()])).readonly(),
    prepare: z
      .object({ procedure: z.string(), papers: z.array(z.string()).readonly() })
      .readonly()
      .optional(),
    today: localDaySchema,
  })
  .readonly();
export type DisplayState = z.infer<typeof displayStateSchema>;
