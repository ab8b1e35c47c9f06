/** What the station pushes to a window. */
import { z } from 'zod';
import { deviceViewSchema, scanTargetSchema } from '../device.ts';
import { deviceCandidateSchema, searchStepSchema } from '../device-candidate.ts';
import { instantSchema } from '../ids.ts';
import { testVerdictSchema } from '../reader-test.ts';
import { scanChangeSchema } from '../scan-session.ts';
import { scanMeaningSchema } from './desk.ts';
import { connectionStateSchema } from './line.ts';
import { printJobViewSchema } from './prints.ts';
import { callViewSchema, publicStatusSchema } from './public.ts';

/** What the station pushes to a window. Each role gets only what it may see (station/api/events.ts). */
export const stationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scan'), at: instantSchema, meaning: scanMeaningSchema }).readonly(),
  /** At the kiosk a scan arrives as the public status, or as the reason why not. */
  z
    .object({
      type: z.literal('kiosk-scan'),
      at: instantSchema,
      status: publicStatusSchema.optional(),
      code: z.string().max(20).optional(),
    })
    .readonly(),
  /** A read that was too long or torn; `target`: whose reader it was, so that only that window speaks of it. */
  z
    .object({
      type: z.literal('scan-refused'),
      at: instantSchema,
      code: z.string().max(20),
      target: scanTargetSchema.optional(),
    })
    .readonly(),
  /** For the technician: a reader brought something; what it was stays out, except how the test code arrived. */
  z
    .object({
      type: z.literal('reader-read'),
      at: instantSchema,
      deviceId: z.string().max(80),
      length: z.number().int(),
      verdict: testVerdictSchema,
      /** A layout's name, or what stood around the test code. */
      detail: z.string().max(20).optional(),
    })
    .readonly(),
  z.object({ type: z.literal('work-changed'), at: instantSchema }).readonly(),
  z.object({ type: z.literal('connection'), at: instantSchema, connection: connectionStateSchema }).readonly(),
  z.object({ type: z.literal('device'), at: instantSchema, device: deviceViewSchema }).readonly(),
  z.object({ type: z.literal('print'), at: instantSchema, job: printJobViewSchema }).readonly(),
  z.object({ type: z.literal('queue-changed'), at: instantSchema }).readonly(),
  /** Another version of the catalogue of procedures counts now. */
  z.object({ type: z.literal('catalogue-changed'), at: instantSchema }).readonly(),
  /** Hours, a day or the order of the queue were decided anew. */
  z.object({ type: z.literal('settings-changed'), at: instantSchema }).readonly(),
  z.object({ type: z.literal('call'), at: instantSchema, call: callViewSchema }).readonly(),
  z.object({ type: z.literal('scan-session'), at: instantSchema, change: scanChangeSchema }).readonly(),
  z.object({ type: z.literal('bench-changed'), at: instantSchema }).readonly(),
  /** A device was added, removed or given another name. */
  z.object({ type: z.literal('devices-changed'), at: instantSchema }).readonly(),
  /** How far a search for devices has come. */
  z.object({ type: z.literal('search'), at: instantSchema, step: searchStepSchema }).readonly(),
  /** Something was plugged in or out; `arrived`: what is new and could be used. */
  z
    .object({ type: z.literal('plugged'), at: instantSchema, arrived: z.array(deviceCandidateSchema).readonly() })
    .readonly(),
]);
export type StationEvent = z.infer<typeof stationEventSchema>;
