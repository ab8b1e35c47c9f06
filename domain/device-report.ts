/** What `motcua devices … --json` prints: for scripts and for the acceptance record. */
import { z } from 'zod';
import { deviceViewSchema } from './device.ts';
import { deviceCandidateSchema } from './device-candidate.ts';
import { bilingualSchema } from './ids.ts';

const head = {
  version: z.string().max(40),
  /** ISO with zone. */
  at: z.iso.datetime({ offset: true }),
  /** Who was asked: the station that runs on this data folder, or the devices themselves. */
  asked: z.enum(['station', 'devices']),
  dataFolder: z.string().max(400),
};

export const deviceReportSchema = z.strictObject({
  motcua: z.literal('devices'),
  ...head,
  devices: z.array(
    deviceViewSchema.unwrap().extend({
      /** Why it is as it is, in plain words; missing where all is well. */
      reason: bilingualSchema.optional(),
    }),
  ),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

export const candidateReportSchema = z.strictObject({
  motcua: z.literal('candidates'),
  ...head,
  candidates: z.array(deviceCandidateSchema),
});
export type CandidateReport = z.infer<typeof candidateReportSchema>;

export const trialReportSchema = z.strictObject({
  motcua: z.literal('trial'),
  ...head,
  id: z.string().max(80),
  ok: z.boolean(),
  code: z.string().max(20).optional(),
  /** What was seen, in plain words. */
  observed: bilingualSchema,
  files: z.array(z.string()),
  codes: z.array(z.object({ symbology: z.string(), text: z.string() })),
});
export type TrialReport = z.infer<typeof trialReportSchema>;
