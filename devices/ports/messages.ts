/** What a host process and the station say to each other (IPC, structured clone). Checked on both sides: a native module that writes over memory must not reach further than its own process. */
import { z } from 'zod';
import { deviceIdentitySchema } from '../../domain/device.ts';

const id = z.number().int().nonnegative();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const fault = z
  .object({ kind: z.enum(['absent', 'in-use', 'denied', 'hung', 'lost']), reason: z.string().max(500) })
  .readonly();
const path = z.string().max(400);

export const hostTypeSchema = z.enum(['serial', 'hid', 'usb-printer']);
export type HostType = z.infer<typeof hostTypeSchema>;

const hostAddressSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('serial'), path, baudRate: z.number().int().positive() }).readonly(),
  z.object({ type: z.literal('hid'), path }).readonly(),
  z.object({ type: z.literal('usb-printer'), path }).readonly(),
]);
export type HostAddress = z.infer<typeof hostAddressSchema>;

export const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('ping') }),
  z.object({ do: z.literal('open'), line: id, address: hostAddressSchema }),
  z.object({ do: z.literal('write'), line: id, ask: id, bytes }),
  z.object({ do: z.literal('close'), line: id, ask: id, drop: z.boolean() }),
  z.object({ do: z.literal('list'), ask: id }),
]);
export type Order = Readonly<z.infer<typeof orderSchema>>;

const seenPortSchema = z
  .object({
    type: hostTypeSchema,
    path,
    identity: deviceIdentitySchema.optional(),
    usagePage: z.number().int().optional(),
    usage: z.number().int().optional(),
  })
  .readonly();

/** `done` and `failed` answer the order with that number; an `open` is numbered by its line. */
export const reportSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('ready') }),
  z.object({ is: z.literal('pong') }),
  z.object({ is: z.literal('done'), ask: id }),
  z.object({ is: z.literal('failed'), ask: id, fault }),
  z.object({ is: z.literal('listed'), ask: id, ports: z.array(seenPortSchema).max(1000) }),
  z.object({ is: z.literal('data'), line: id, bytes }),
  z.object({ is: z.literal('lost'), line: id, fault }),
  z.object({ is: z.literal('slowed'), line: id }),
]);
export type Report = Readonly<z.infer<typeof reportSchema>>;
