/** Which devices a PC has: written by the technician (devices.json in the data folder), checked here. */
import { z } from 'zod';
import { scanTargetSchema } from './device.ts';

const base = { id: z.string().min(1).max(80), name: z.string().min(1).max(120) };
/** A place (`/dev/ttyACM0`, `COM3`, `/dev/usb/lp0`) or a device wherever it is plugged in: `usb:VVVV:PPPP[:serial]`. */
const place = { path: z.string().min(1).max(300) };
const reader = { ...base, kind: z.literal('barcode-scanner'), target: scanTargetSchema };
/** `dots` across the head: 576 for 80 mm, 384 for 58 mm; the model's where it is not said. `model` names an entry of the printers' model data. */
const receiptPrinter = {
  ...base,
  kind: z.literal('receipt-printer'),
  dots: z.number().int().min(128).max(1024).optional(),
  model: z.string().max(40).default('generic'),
};
const pagePrinter = { ...base, kind: z.literal('page-printer') };
const documentScanner = { ...base, kind: z.literal('document-scanner') };
const queueBoard = { ...base, kind: z.literal('queue-board') };

export const deviceConfigSchema = z.discriminatedUnion('driver', [
  z.object({ ...reader, ...place, driver: z.literal('serial'), baudRate: z.number().int().default(9600) }),
  z.object({
    ...reader,
    ...place,
    driver: z.literal('hid-pos'),
    /** An entry of the readers' report profiles; `auto` chooses by USB vendor and product. */
    profile: z.string().max(40).default('auto'),
  }),
  z.object({
    ...reader,
    driver: z.literal('keyboard-wedge'),
    /** What the reader is programmed to send around a code; empty where it was left as it came. */
    prefix: z.string().max(8).default(''),
    suffix: z.string().max(8).default('\r'),
  }),
  z.object({ ...reader, driver: z.literal('virtual-barcode-scanner') }),
  z.object({
    ...receiptPrinter,
    driver: z.literal('escpos-tcp'),
    host: z.string().max(253),
    port: z.number().int().min(1).max(65535).default(9100),
  }),
  z.object({
    ...receiptPrinter,
    ...place,
    driver: z.literal('escpos-serial'),
    baudRate: z.number().int().default(115_200),
  }),
  z.object({ ...receiptPrinter, ...place, driver: z.literal('escpos-usb') }),
  z.object({ ...receiptPrinter, driver: z.literal('escpos-winspool'), queue: z.string().max(220) }),
  z.object({ ...base, kind: z.literal('receipt-printer'), driver: z.literal('virtual-receipt-printer') }),
  z.object({ ...pagePrinter, driver: z.literal('cups'), queue: z.string().max(127) }),
  z.object({ ...pagePrinter, driver: z.literal('windows-spooler'), queue: z.string().max(220) }),
  z.object({ ...pagePrinter, driver: z.literal('virtual-page-printer') }),
  z.object({
    ...documentScanner,
    driver: z.literal('sane'),
    device: z.string().max(300),
    extra: z.array(z.string().max(200)).max(20).default([]),
  }),
  z.object({
    ...documentScanner,
    driver: z.literal('escl'),
    url: z.url({ protocol: /^https?$/ }).max(300),
    /** SHA-256 of the scanner's own certificate, for `https`: scanners sign theirs themselves. Without it only a certificate that this PC trusts is taken. */
    certificate: z
      .string()
      .regex(/^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$/)
      .optional(),
  }),
  z.object({
    ...documentScanner,
    driver: z.literal('naps2'),
    device: z.string().max(300),
    backend: z.enum(['wia', 'twain', 'escl']).default('wia'),
    /** Where NAPS2.Console.exe stands, when not in its usual place. */
    program: z.string().max(300).optional(),
  }),
  z.object({ ...documentScanner, driver: z.literal('wia'), device: z.string().max(300) }),
  z.object({ ...documentScanner, driver: z.literal('virtual-document-scanner') }),
  z.object({ ...queueBoard, driver: z.literal('window') }),
  z.object({
    ...queueBoard,
    ...place,
    driver: z.literal('led-serial'),
    baudRate: z.number().int().default(9600),
    /** An entry of the boards' framing data. */
    framing: z.string().max(40),
    /** Which board hangs over which desk: desk number → board address on the line. */
    boards: z.record(z.string().regex(/^\d{1,2}$/), z.number().int().min(0).max(255)).default({}),
  }),
  z.object({ ...queueBoard, driver: z.literal('virtual-queue-board') }),
]);
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;
export type ConfigOf<K extends DeviceConfig['kind']> = Extract<DeviceConfig, { readonly kind: K }>;

/** Jobs on disk name a printer by its id: two devices never share one. */
export const devicesConfigSchema = z
  .object({ devices: z.array(deviceConfigSchema).max(40) })
  .refine(({ devices }) => new Set(devices.map(({ id }) => id)).size === devices.length, {
    error: 'each device needs an id of its own',
  });
