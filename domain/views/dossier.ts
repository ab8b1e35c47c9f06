/** One dossier as the counter reads it, computed from its operations, never stored. */
import { z } from 'zod';
import { dueExplanationSchema } from '../deadline.ts';
import { channelSchema, paperSchema, paymentSchema, returnMethodSchema } from '../dossier.ts';
import { dossierActionSchema } from '../dossier-actions.ts';
import { bilingualSchema, instantSchema, uuid7Schema } from '../ids.ts';
import { holderSchema } from '../movement.ts';
import { explanationSchema } from './explanation.ts';
import { printJobViewSchema } from './prints.ts';
import { dossierRowSchema } from './work.ts';

export const documentViewSchema = z
  .object({
    id: uuid7Schema,
    title: z.string(),
    pages: z.number().int(),
    bytes: z.number().int(),
    /** Its content: `files/documents/<sha256>`. */ sha256: z.string(),
    attachedAt: instantSchema,
    sent: z.boolean(),
  })
  .readonly();
export type DocumentView = z.infer<typeof documentViewSchema>;

export const historyEntrySchema = z
  .object({
    at: instantSchema,
    what: explanationSchema, // keys: history.received, history.forward, history.record-result, history.print, …
    who: z.string(),
    unsent: z.boolean(),
    /** The province did not take it: it has no effect, whatever was done about that. */
    refused: z.boolean(),
  })
  .readonly();
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A row of form 05: from hand to hand, and how it stood to the due time when the receiver had done. */
export const handOverRowSchema = z
  .object({
    id: uuid7Schema,
    from: holderSchema,
    to: holderSchema,
    handedBy: z.string(),
    handedAt: instantSchema,
    /** `unsigned`: sent on by name with a step of the dossier. */
    state: z.enum(['waiting', 'taken', 'unsigned']),
    takenBy: z.string().optional(),
    takenAt: instantSchema.optional(),
    note: z.string(),
    /** Absent while the receiver still has time. */
    result: z.enum(['early', 'on-time', 'late']).optional(),
  })
  .readonly();
export type HandOverRow = z.infer<typeof handOverRowSchema>;

/** Where a dossier's papers are, and how they came there. */
export const whereaboutsSchema = z
  .object({
    holder: holderSchema,
    since: instantSchema,
    rows: z.array(handOverRowSchema).readonly(),
    /** The last row, while nobody has taken it. */
    waiting: handOverRowSchema.optional(),
    /** It may be handed over: the dossier is not over. */
    movable: z.boolean(),
  })
  .readonly();
export type Whereabouts = z.infer<typeof whereaboutsSchema>;

export const dossierDetailSchema = dossierRowSchema
  .unwrap()
  .extend({
    secret: z.string(),
    fieldName: z.string(),
    applicant: z
      .object({
        name: z.string(),
        maskedId: z.string(),
        birthDate: z.string().optional(),
        sex: z.enum(['male', 'female']).optional(),
        address: z.string(),
        phone: z.string(),
        email: z.string(),
      })
      .readonly(),
    onBehalfOf: z.string(),
    papers: z.array(paperSchema).readonly(),
    sets: z.number().int(),
    channel: channelSchema,
    returnMethod: returnMethodSchema,
    payment: paymentSchema,
    officer: z.string(),
    dueExplanation: dueExplanationSchema.optional(), // absent when the procedure has left the catalogue
    rescheduled: z.boolean(),
    actions: z.array(dossierActionSchema).readonly(),
    /** Undo is offered until this instant (intake taken back as if not made: cancelled, code spent). */
    undoUntil: instantSchema.optional(),
    prints: z.array(printJobViewSchema).readonly(),
    documents: z.array(documentViewSchema).readonly(),
    history: z.array(historyEntrySchema).readonly(),
    whereabouts: whereaboutsSchema,
    rejected: z.object({ operationId: uuid7Schema, code: z.string(), message: bilingualSchema }).readonly().optional(),
  })
  .readonly();
export type DossierDetail = z.infer<typeof dossierDetailSchema>;
