/** What happened at a counter, as it goes into the outbox, to the portal and back to other stations. Append-only. */
import { z } from 'zod';
import { receivedDossierSchema } from './dossier.ts';
import { actionRequestSchema } from './dossier-actions.ts';
import { instantSchema, uuid7Schema } from './ids.ts';
import { movementSchema } from './movement.ts';

const envelope = z.object({
  id: uuid7Schema,
  station: z.string().min(1).max(80),
  /** 1, 2, 3 … per station, in the order of its commits. */
  sequence: z.number().int().min(1),
  officer: z.string().max(200),
  /** The station's own clock. */
  madeAt: instantSchema,
  /** The same instant on the portal's clock as far as the station knows it; rules use this one. */
  correctedAt: instantSchema,
});

const receivedOperation = envelope.extend({ type: z.literal('dossier.received'), payload: receivedDossierSchema });
const actedOperation = envelope.extend({
  type: z.literal('dossier.acted'),
  payload: actionRequestSchema.unwrap().extend({ dossierId: uuid7Schema }).readonly(),
});
const ofDossier = { dossierId: uuid7Schema };
const [handedOver, takenOver, takenBack] = movementSchema.options;
const movedOperation = envelope.extend({
  type: z.literal('dossier.moved'),
  payload: z.discriminatedUnion('move', [
    handedOver.unwrap().extend(ofDossier).readonly(),
    takenOver.unwrap().extend(ofDossier).readonly(),
    takenBack.unwrap().extend(ofDossier).readonly(),
  ]),
});
const documentOperation = envelope.extend({
  type: z.literal('document.attached'),
  payload: z
    .object({
      dossierId: uuid7Schema,
      documentId: uuid7Schema,
      title: z.string().max(300),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      pages: z.number().int().min(1).max(10_000),
      bytes: z.number().int().min(1),
    })
    .readonly(),
});
const ratingOperation = envelope.extend({
  type: z.literal('rating.given'),
  payload: z
    .object({
      dossierId: uuid7Schema.optional(),
      desk: z.number().int().min(0).max(99),
      score: z.number().int().min(1).max(5),
    })
    .readonly(),
});

export const operationSchema = z.discriminatedUnion('type', [
  receivedOperation,
  actedOperation,
  movedOperation,
  documentOperation,
  ratingOperation,
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationType = Operation['type'];

/** Where an operation of this station stands on its way to the province. */
export const outboxStateSchema = z.enum(['waiting', 'accepted', 'rejected', 'resolved']);
export type OutboxState = z.infer<typeof outboxStateSchema>;
