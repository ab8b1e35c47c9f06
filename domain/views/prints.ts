/** Print jobs as the windows read them. */
import { z } from 'zod';
import { printDocumentSchema, printStateSchema } from '../device.ts';
import { instantSchema, uuid7Schema } from '../ids.ts';

export const printJobViewSchema = z
  .object({
    id: uuid7Schema,
    document: printDocumentSchema,
    title: z.string(),
    printerId: z.string(),
    state: printStateSchema,
    code: z.string().max(20).optional(),
    evidence: z.string(),
    createdAt: instantSchema,
    dossierId: uuid7Schema.optional(),
    dossierCode: z.string().optional(),
  })
  .readonly();
export type PrintJobView = z.infer<typeof printJobViewSchema>;

/** The jobs that are not over: those that wait for a person first, then the oldest; `counts` tells of all. */
export const printQueueViewSchema = z
  .object({
    jobs: z.array(printJobViewSchema).max(100).readonly(),
    counts: z
      .array(
        z
          .object({
            printerId: z.string(),
            /** Waiting or on their way. */
            waiting: z.number().int(),
            /** Uncertain or failed. */
            forPerson: z.number().int(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type PrintQueueView = z.infer<typeof printQueueViewSchema>;
