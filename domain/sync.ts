/** The contract between a station and the portal, v1 (portal/contract/openapi.yaml says the same to other vendors). */
import { z } from 'zod';
import { bilingualSchema, instantSchema, localDaySchema, uuid7Schema } from './ids.ts';
import { operationSchema } from './operation.ts';

/** At most this many operations a push, and this many bytes of JSON (before compression). */
export const PUSH_MAX_OPERATIONS = 200;
export const PUSH_MAX_BYTES = 2_000_000;
/** One line of the change feed may be no longer than this many bytes. */
export const FEED_MAX_LINE_BYTES = 1_000_000;
/** Lines a pull gets unless it asks for another number, and the most it may ask for. */
export const FEED_DEFAULT_LINES = 1_000;
export const FEED_MAX_LINES = 5_000;
/** The longest that a look at the feed may be held open while nothing is new. */
export const FEED_MAX_WAIT_SECONDS = 60;
/** A scanned document may be no larger than this (300 pages of colour scans are about 150 MB). */
export const UPLOAD_MAX_BYTES = 500_000_000;

/**
 * Which opening of a store speaks. `id` is made anew each time a station begins to exchange and lives in its memory alone;
 * `after` is the opening of the same store before it that a portal has answered; `restored`: since then the store was put
 * back from a backup. By it a portal notices one store, and its key, at work on two PCs (docs/decisions/0034).
 */
export const openingSchema = z
  .object({ id: uuid7Schema, after: uuid7Schema.optional(), restored: z.literal(true).optional() })
  .readonly();
export type Opening = z.infer<typeof openingSchema>;

export const pushRequestSchema = z
  .object({
    station: z.string().min(1).max(80),
    operations: z.array(z.unknown()).max(PUSH_MAX_OPERATIONS).readonly(),
    opening: openingSchema.optional(),
  })
  .readonly();
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** The portal's word on one operation. Sending it again gives the same answer. */
export const operationAnswerSchema = z.discriminatedUnion('outcome', [
  z.object({ id: z.string().max(80), outcome: z.literal('accepted'), revision: z.number().int().min(1) }).readonly(),
  z
    .object({
      id: z.string().max(80),
      outcome: z.literal('rejected'),
      code: z.string().max(40),
      message: bilingualSchema,
    })
    .readonly(),
]);
export type OperationAnswer = z.infer<typeof operationAnswerSchema>;

/** Two PCs were seen with this station's key: since when, and when last. */
export const sharedKeySchema = z.object({ since: instantSchema, lastAt: instantSchema }).readonly();
export type SharedKey = z.infer<typeof sharedKeySchema>;

export const pushResponseSchema = z
  .object({
    answers: z.array(operationAnswerSchema).max(PUSH_MAX_OPERATIONS).readonly(),
    now: instantSchema,
    /** Told to whoever has the key, while it is so. */
    sharedKey: sharedKeySchema.optional(),
  })
  .readonly();
export type PushResponse = z.infer<typeof pushResponseSchema>;

/** A line of the feed: an accepted operation of any station of the agency. `cursor` is opaque: keep it, send it back. */
export const changeSchema = z
  .object({ cursor: z.string().min(1).max(200), revision: z.number().int().min(1), operation: operationSchema })
  .readonly();
export type Change = z.infer<typeof changeSchema>;

/** At most this many days in one answer: more than a working life. */
export const DIGESTS_MAX_DAYS = 20_000;

/**
 * What an agency's accepted operations of one day come to. The day is the local day in the operation's id (domain/day-of-id.ts);
 * `sha256` is over the lines `<revision> <id>\n` of that day, by growing revision, as UTF-8.
 */
export const dayDigestSchema = z
  .object({
    day: localDaySchema,
    operations: z.number().int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();
export type DayDigest = z.infer<typeof dayDigestSchema>;

/** Digests of every day that has operations up to `revision`, which is where the asked cursor stands; by day. */
export const digestsSchema = z
  .object({
    revision: z.number().int().min(0),
    days: z.array(dayDigestSchema).max(DIGESTS_MAX_DAYS).readonly(),
    now: instantSchema,
  })
  .readonly();
export type Digests = z.infer<typeof digestsSchema>;

/** Numbers `from`…`to` (both included) of an agency's day, handed to one station alone. */
export const leaseSchema = z
  .object({
    id: uuid7Schema,
    agency: z.string().min(1).max(40),
    day: localDaySchema,
    from: z.number().int().min(1).max(9999),
    to: z.number().int().min(1).max(9999),
  })
  .readonly();
export type Lease = z.infer<typeof leaseSchema>;

/** Asks that the station hold at least `count` numbers more for each of the days. The id makes a repeat harmless. */
export const leaseRequestSchema = z
  .object({
    id: uuid7Schema,
    station: z.string().min(1).max(80),
    agency: z.string().min(1).max(40),
    days: z.array(localDaySchema).min(1).max(60).readonly(),
    count: z.number().int().min(1).max(500),
  })
  .readonly();
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;

export const leaseResponseSchema = z
  .object({ leases: z.array(leaseSchema).max(60).readonly(), now: instantSchema })
  .readonly();
export type LeaseResponse = z.infer<typeof leaseResponseSchema>;

/** What a portal says of itself; also how a station tells a real portal from a captive login page. */
export const portalInfoSchema = z
  .object({ portal: z.literal('motcua-portal'), contract: z.literal(1), now: instantSchema, name: z.string().max(200) })
  .readonly();
export type PortalInfo = z.infer<typeof portalInfoSchema>;

/**
 * The body of every answer that is not 2xx: a code of errors.ts and its sentence. The HTTP status alone is not enough.
 * `now`, the portal's clock, goes with MC-NET-08, so that a PC whose clock is wrong can make a token that is taken.
 */
export const portalErrorSchema = z
  .object({ code: z.string().max(40), message: bilingualSchema, now: instantSchema.optional() })
  .readonly();
export type PortalError = z.infer<typeof portalErrorSchema>;

/** A scan that the portal holds whole, its SHA-256 verified. */
export const storedDocumentSchema = z
  .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().min(1), storedAt: instantSchema })
  .readonly();
export type StoredDocument = z.infer<typeof storedDocumentSchema>;
