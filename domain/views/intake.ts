/** An intake before and after its commit, as the counter reads it. */
import { z } from 'zod';
import { dueExplanationSchema } from '../deadline.ts';
import { intakeDraftSchema } from '../dossier.ts';
import { instantSchema, uuid7Schema } from '../ids.ts';
import { explanationSchema } from './explanation.ts';
import { printJobViewSchema } from './prints.ts';

/** What an intake would give, before it is made. */
export const intakePreviewSchema = z
  .object({
    receivedAt: instantSchema,
    dueAt: instantSchema.optional(),
    dueExplanation: dueExplanationSchema.optional(),
    /** Opening hours of the day received, for the time line. */
    openings: z.array(z.tuple([z.string(), z.string()])).readonly(),
    fee: z
      .object({
        total: z.number().int(),
        explanation: z.string(),
        lines: z.array(z.object({ amount: z.number().int(), explanation: z.string() }).readonly()).readonly(),
      })
      .readonly(),
    missing: z.array(z.string()).readonly(), // i18n keys of what is missing before it can be taken in
    warnings: z.array(explanationSchema).readonly(),
    numbersLeft: z.number().int(),
  })
  .readonly();
export type IntakePreview = z.infer<typeof intakePreviewSchema>;

export const draftViewSchema = z
  .object({ id: uuid7Schema, savedAt: instantSchema, draft: intakeDraftSchema })
  .readonly();
export type DraftView = z.infer<typeof draftViewSchema>;

export const takenInSchema = z
  .object({
    dossierId: uuid7Schema,
    code: z.string(),
    dueAt: instantSchema,
    undoUntil: instantSchema,
    prints: z.array(printJobViewSchema).readonly(),
  })
  .readonly();
export type TakenIn = z.infer<typeof takenInSchema>;
