/** What the windows read of the line to the province and of what waits for it. */
import { z } from 'zod';
import { bilingualSchema, instantSchema, localDaySchema, uuid7Schema } from '../ids.ts';
import { outboxStateSchema } from '../operation.ts';
import { sharedKeySchema } from '../sync.ts';

export const connectionStateSchema = z
  .object({
    state: z.enum(['online', 'offline', 'starting']),
    since: instantSchema,
    /** Why it is not online: MC-NET-… */
    code: z.string().max(20).optional(),
    lastExchangeAt: instantSchema.optional(),
    waiting: z.number().int().min(0),
    rejected: z.number().int().min(0),
    /** Of those waiting: held back, because the portal fails over them. */
    held: z.number().int().min(0).optional(),
    oldestWaitingAt: instantSchema.optional(),
    /** Portal's clock minus ours, ms; absent before the first exchange. */
    clockOffset: z.number().int().optional(),
    /** This PC's clock cannot be right: before what is stored or the program itself, or far past it. Until the portal has told the time. */
    clockDoubt: z.enum(['behind', 'ahead']).optional(),
    /** Leased numbers left for today. */
    numbersLeft: z.number().int().min(0),
    lastSavedAt: instantSchema.optional(),
    /** Items of the province's feed that this program could not use. */
    setAside: z.number().int().min(0).optional(),
    /** Another PC uses this one's key too (MC-PAR-10): since when, and when it was last seen. */
    sharedKey: sharedKeySchema.optional(),
    /** How this office's book and the province's compare; absent before the first comparison. */
    books: z
      .object({
        comparedAt: instantSchema,
        /** Days on which they differ although they were pulled again. */
        differing: z.array(localDaySchema).readonly(),
        healedAt: instantSchema.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type ConnectionState = z.infer<typeof connectionStateSchema>;

export const outboxRowSchema = z
  .object({
    id: uuid7Schema,
    type: z.string(),
    dossierCode: z.string(),
    state: outboxStateSchema,
    madeAt: instantSchema,
    attempts: z.number().int(),
    code: z.string().optional(),
    message: bilingualSchema.optional(),
    /** Last sent; absent before the first time. */
    triedAt: instantSchema.optional(),
    /** Answered for good. */
    settledAt: instantSchema.optional(),
    /** The portal fails over this one: it stands aside, with all that is of its dossier behind it. */
    held: z.object({ since: instantSchema, code: z.string(), retryAt: instantSchema }).readonly().optional(),
    /** Waits behind a held one of the same dossier. */
    behind: z.boolean().default(false),
    /** What a person can do about it. */
    next: z.enum(['retry', 'resolve']).optional(),
  })
  .readonly();
export type OutboxRow = z.infer<typeof outboxRowSchema>;
