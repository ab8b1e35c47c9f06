/** What the set-up window reads. */
import { z } from 'zod';
import { deviceViewSchema } from '../device.ts';
import { instantSchema } from '../ids.ts';
import { pairingViewSchema } from '../pairing.ts';
import { deskInfoSchema } from './desk.ts';
import { connectionStateSchema } from './line.ts';

export const setupStateSchema = z
  .object({
    desk: deskInfoSchema,
    connection: connectionStateSchema,
    devices: z.array(deviceViewSchema).readonly(),
    system: z
      .object({
        version: z.string(),
        node: z.string(),
        platform: z.string(),
        dataFolder: z.string(),
        databaseBytes: z.number().int(),
        freeBytes: z.number().int(),
        startedAt: instantSchema,
      })
      .readonly(),
    pairing: pairingViewSchema,
    bench: z.boolean(),
  })
  .readonly();
export type SetupState = z.infer<typeof setupStateSchema>;
