/** What station and worker process say to each other: a page there, an outcome back, one at a time. */
import { z } from 'zod';
import { ERROR_SENTENCES, type ErrorCode } from '../../../domain/errors.ts';
import type { PageIn, PageOutcome } from './contract.ts';

/** Said once, when the worker can take a page. */
export const READY = 'ready';

export const pageInSchema = z.object({
  file: z.string().min(1),
  dpi: z.number().min(25).max(2400),
  into: z.string().min(1),
  secrets: z.string().max(1_000).optional(),
}) satisfies z.ZodType<PageIn>;

const count = z.number().int().min(0);
const place = z.number().int();

const processedSchema = z.object({
  file: z.string(),
  format: z.enum(['jpeg', 'png']),
  bytes: count,
  widthPx: count,
  heightPx: count,
  dpi: z.number(),
  blank: z.boolean(),
  turned: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  skew: z.number(),
  codes: z
    .array(
      z.object({
        text: z.string().max(4_096),
        symbology: z.enum(['code-128', 'qr']),
        engine: z.enum(['zxing-wasm', 'zxing-library']),
        box: z.object({ x: place, y: place, width: count, height: count }),
      }),
    )
    .max(64)
    .readonly(),
});

const errorCodeSchema = z.custom<ErrorCode>((value) => typeof value === 'string' && value in ERROR_SENTENCES);

/** `reason` is for the log: a library's own words, never what stood on the page. */
export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), page: processedSchema }),
  z.object({ ok: z.literal(false), code: errorCodeSchema, reason: z.string().max(500) }),
]);
export type Answer = z.infer<typeof answerSchema>;

export const outcomeOf = (answer: Answer): PageOutcome => (answer.ok ? answer : { ok: false, code: answer.code });
