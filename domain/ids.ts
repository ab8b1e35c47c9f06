import { z } from 'zod';

/** An id made by the client (UUIDv7), so that sending anything twice is harmless. */
export const uuid7Schema = z.uuidv7();
export type Uuid7 = z.infer<typeof uuid7Schema>;

/** An instant: milliseconds since 1970-01-01T00:00:00Z, a whole number. Local time is made from it in local-time.ts. */
export const instantSchema = z.number().int().min(0).max(8_640_000_000_000_000);
export type Instant = z.infer<typeof instantSchema>;

/** A local calendar day in Việt Nam, `YYYY-MM-DD`. */
export const localDaySchema = z.iso.date();
export type LocalDay = z.infer<typeof localDaySchema>;

/** A sentence in both languages. */
export const bilingualSchema = z.object({ vi: z.string().max(2000), en: z.string().max(2000) }).readonly();
export type Bilingual = z.infer<typeof bilingualSchema>;
