/** The device bench as its page sees it. */
import { z } from 'zod';
import { deviceStateSchema } from './device.ts';
import { instantSchema } from './ids.ts';

/** `jam`: the cutter is stuck; `busy`: it feeds paper by its button; `garbage`: noise on the line instead of answers. */
export const paperStateSchema = z.enum([
  'ok',
  'near-end',
  'out',
  'cover-open',
  'jam',
  'busy',
  'silent',
  'slow',
  'garbage',
]);
export type PaperState = z.infer<typeof paperStateSchema>;
/** `double-feed`: the sensor sees two sheets at once; `missing-page`: a sheet goes through and no picture of it comes. */
export const feederFaultSchema = z.enum([
  'none',
  'jam',
  'empty',
  'cover-open',
  'silent',
  'busy',
  'slow',
  'garbage',
  'double-feed',
  'missing-page',
  'unplugged',
]);
export type FeederFault = z.infer<typeof feederFaultSchema>;
/** `busy`: another PC's job is on; `slow`: ten seconds a sheet; `garbage`: it takes the job and nothing tells how it ended. */
export const pagePrinterFaultSchema = z.enum([
  'none',
  'near-end',
  'out',
  'cover-open',
  'jam',
  'busy',
  'silent',
  'slow',
  'garbage',
]);
export type PagePrinterFault = z.infer<typeof pagePrinterFaultSchema>;
/** What a virtual reader can suffer: the cable out, noise instead of codes, no answer, a code that never ends, one key at a time. */
export const readerFaultSchema = z.enum(['none', 'unplugged', 'garbage', 'silent', 'endless', 'slow']);
export type ReaderFault = z.infer<typeof readerFaultSchema>;
/** The demo's line to the province. */
export const lineModeSchema = z.enum(['up', 'slow', 'down']);
export type LineMode = z.infer<typeof lineModeSchema>;

export const benchStateSchema = z
  .object({
    readers: z
      .array(
        z.object({ id: z.string(), name: z.string(), state: deviceStateSchema, fault: readerFaultSchema }).readonly(),
      )
      .readonly(),
    /** Virtual queue boards; what stands on them now, desk by desk. */
    boards: z.array(z.object({ id: z.string(), name: z.string(), state: deviceStateSchema }).readonly()).readonly(),
    calls: z.array(z.object({ ticket: z.string(), desk: z.number().int() }).readonly()).readonly(),
    /** Texts of the things that can be held to a reader; empty where there is none yet. */
    samples: z
      .object({
        receipt: z.string(),
        receiptCode: z.string(),
        card: z.string(),
        ticket: z.string(),
        foreign: z.string(),
        layout: z.string(),
      })
      .readonly(),
    paper: paperStateSchema,
    pagePrinter: pagePrinterFaultSchema,
    /** Picture at `files/bench/slips/<id>.png`. */
    slips: z
      .array(
        z.object({ id: z.number().int(), at: instantSchema, cut: z.boolean(), height: z.number().int() }).readonly(),
      )
      .readonly(),
    /** PDF at `files/bench/papers/<id>.pdf`, picture at `….png`. */
    papers: z.array(z.object({ id: z.number().int(), at: instantSchema, title: z.string() }).readonly()).readonly(),
    feeder: z.object({ sheets: z.number().int(), fault: feederFaultSchema, faultAt: z.number().int() }).readonly(),
    line: lineModeSchema,
  })
  .readonly();
export type BenchState = z.infer<typeof benchStateSchema>;
