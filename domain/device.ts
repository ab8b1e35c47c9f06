/** Devices as every screen sees them: what it is, how it is, why, and what to do. */
import { z } from 'zod';
import { instantSchema } from './ids.ts';

export const deviceKindSchema = z.enum([
  'barcode-scanner',
  'document-scanner',
  'receipt-printer',
  'page-printer',
  'queue-board',
]);
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/** `attention` always carries a code from errors.ts; `unknown`: the device cannot tell (many clones answer nothing). */
export const deviceStateSchema = z.enum(['ready', 'busy', 'attention', 'absent', 'unknown']);
export type DeviceState = z.infer<typeof deviceStateSchema>;

/** What a device says it is: the ground on which it is found again in another socket. */
export const deviceIdentitySchema = z
  .object({
    maker: z.string().max(120).optional(),
    product: z.string().max(120).optional(),
    serialNumber: z.string().max(120).optional(),
    /** USB vendor and product, four lower-case hexadecimal digits each. */
    usb: z
      .object({ vendorId: z.string().regex(/^[0-9a-f]{4}$/), productId: z.string().regex(/^[0-9a-f]{4}$/) })
      .readonly()
      .optional(),
  })
  .readonly();
export type DeviceIdentity = z.infer<typeof deviceIdentitySchema>;

/** A scan is for the window whose reader it is. */
export const scanTargetSchema = z.enum(['counter', 'kiosk']);
export type ScanTarget = z.infer<typeof scanTargetSchema>;

export const deviceViewSchema = z
  .object({
    id: z.string().max(80),
    kind: deviceKindSchema,
    /** Where it stands, as people here call it: "Máy in phiếu", "Đầu đọc kiosk". */
    name: z.string().max(120),
    model: z.string().max(120),
    connection: z.string().max(200),
    driver: z.string().max(40),
    /** A reader's window. */
    target: scanTargetSchema.optional(),
    virtual: z.boolean(),
    identity: deviceIdentitySchema.optional(),
    state: deviceStateSchema,
    code: z.string().max(20).optional(),
    /** A warning that does not stop work, such as paper near its end. */
    warning: z.string().max(20).optional(),
    since: instantSchema,
    /** When it last answered or was seen plugged in; missing where it never was. */
    lastSeen: instantSchema.optional(),
    lastTest: z
      .object({ at: instantSchema, ok: z.boolean(), observed: z.string().max(400) })
      .readonly()
      .optional(),
    counters: z.object({ jobs: z.number().int(), pages: z.number().int(), faults: z.number().int() }).readonly(),
  })
  .readonly();
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** A printing job's way. `uncertain`: begun but never confirmed; an officer says whether the paper came out. */
export const printStateSchema = z.enum(['waiting', 'printing', 'printed', 'uncertain', 'failed', 'dropped']);
export type PrintState = z.infer<typeof printStateSchema>;

export const printDocumentSchema = z.enum([
  'receipt',
  'slip',
  'ticket',
  'test',
  'separator',
  'separator-a5',
  'control-slip', // form 05
]);
export type PrintDocument = z.infer<typeof printDocumentSchema>;
