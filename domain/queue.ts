/** The waiting line: tickets of a field's letter, numbered anew each local day (domain.md §8). */
import { z } from 'zod';
import { instantSchema, localDaySchema, uuid7Schema } from './ids.ts';

export const ticketStateSchema = z.enum(['waiting', 'called', 'served', 'absent']);
export type TicketState = z.infer<typeof ticketStateSchema>;

export const ticketSchema = z
  .object({
    id: uuid7Schema,
    day: localDaySchema,
    letter: z.string().regex(/^[A-Z]$/),
    number: z.number().int().min(1).max(999),
    priority: z.boolean(),
    takenAt: instantSchema,
    state: ticketStateSchema,
    desk: z.number().int().min(1).max(99).optional(),
    calledAt: instantSchema.optional(),
    calls: z.number().int().min(0),
  })
  .readonly();
export type Ticket = z.infer<typeof ticketSchema>;
