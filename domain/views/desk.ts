/** What the counter reads of its own place: who works here, the queue at this desk, what a scan means. */
import { z } from 'zod';
import { instantSchema, uuid7Schema } from '../ids.ts';
import { officerSchema } from '../officer.ts';
import { ticketSchema } from '../queue.ts';
import { keyGapSchema } from '../wedge-gap.ts';

/** The commune and this window's place in it. */
export const deskInfoSchema = z
  .object({
    commune: z.string(), // "UBND xã Mẫu"
    unit: z.string(), // "Bộ phận Tiếp nhận và Trả kết quả"
    agency: z.string(),
    officer: z.string(),
    desk: z.number().int(),
    deskFields: z.string(), // "Hộ tịch, Chứng thực"
    deskPhone: z.string(),
    demo: z.boolean(),
    version: z.string(),
    now: instantSchema,
  })
  .readonly();
export type DeskInfo = z.infer<typeof deskInfoSchema>;

/** Who works at this desk, and who else could. */
export const shiftViewSchema = z
  .object({
    name: z.string(),
    /** Absent while the name is station.json's. */
    officerId: z.string().optional(),
    title: z.string(),
    ownName: z.string(),
    /** On the list today. */
    officers: z.array(officerSchema).readonly(),
    /** Nobody has said today who works here, though there is a list. */
    ask: z.boolean(),
  })
  .readonly();
export type ShiftView = z.infer<typeof shiftViewSchema>;

export const queueDeskSchema = z
  .object({
    serving: ticketSchema.optional(),
    waiting: z.number().int(),
    longestWaitMinutes: z.number().int(),
    next: ticketSchema.optional(),
  })
  .readonly();
export type QueueDesk = z.infer<typeof queueDeskSchema>;

/** How a reader in keyboard mode types: what around a code, and how far its keys are apart where that is known. */
export const keyboardReaderSchema = z
  .object({ prefix: z.string().max(8), suffix: z.string().max(8), gapMs: keyGapSchema.optional() })
  .readonly();
export type KeyboardReader = z.infer<typeof keyboardReaderSchema>;

/** What a scan or a typed code at the counter means, and what to open. */
export const scanMeaningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dossier'), dossierId: uuid7Schema, code: z.string() }).readonly(),
  z
    .object({
      kind: z.literal('citizen-card'),
      applicant: z
        .object({
          name: z.string(),
          citizenId: z.string(),
          birthDate: z.string().optional(),
          sex: z.enum(['male', 'female']).optional(),
          address: z.string(),
        })
        .readonly(),
      warnings: z.array(z.string()).readonly(),
    })
    .readonly(),
  z.object({ kind: z.literal('ticket'), ticket: z.string() }).readonly(),
  z.object({ kind: z.literal('unknown'), code: z.string().max(20), shown: z.string().max(80) }).readonly(),
]);
export type ScanMeaning = z.infer<typeof scanMeaningSchema>;
