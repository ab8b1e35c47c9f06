/** Which devices a PC has: written by the technician (devices.json in the data folder), checked here. */
import { z } from 'zod';
import { scanTargetSchema } from './device.ts';

const base = { id: z.string().min(1).max(80), name: z.string().min(1).max(120) };

export const deviceConfigSchema = z.discriminatedUnion('driver', [
  z.object({
    ...base,
    kind: z.literal('barcode-scanner'),
    driver: z.literal('serial'),
    path: z.string().max(300),
    baudRate: z.number().int().default(9600),
    target: scanTargetSchema,
  }),
  z.object({
    ...base,
    kind: z.literal('barcode-scanner'),
    driver: z.literal('virtual-barcode-scanner'),
    target: scanTargetSchema,
  }),
  z.object({
    ...base,
    kind: z.literal('receipt-printer'),
    driver: z.literal('escpos-tcp'),
    host: z.string().max(253),
    port: z.number().int().min(1).max(65535).default(9100),
    dots: z.number().int().default(576),
  }),
  z.object({ ...base, kind: z.literal('receipt-printer'), driver: z.literal('virtual-receipt-printer') }),
  z.object({ ...base, kind: z.literal('page-printer'), driver: z.literal('cups'), queue: z.string().max(127) }),
  z.object({ ...base, kind: z.literal('page-printer'), driver: z.literal('virtual-page-printer') }),
  z.object({
    ...base,
    kind: z.literal('document-scanner'),
    driver: z.literal('sane'),
    device: z.string().max(300),
    extra: z.array(z.string().max(200)).max(20).default([]),
  }),
  z.object({ ...base, kind: z.literal('document-scanner'), driver: z.literal('virtual-document-scanner') }),
  z.object({ ...base, kind: z.literal('queue-board'), driver: z.literal('window') }),
]);
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;

export const devicesConfigSchema = z.object({ devices: z.array(deviceConfigSchema).max(40) });
