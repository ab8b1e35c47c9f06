/**
 * What a host process and the station say to each other (IPC, structured clone). The station checks what it hears: a native
 * module that writes over memory must not reach further than its own process.
 */
import { z } from 'zod';
import { deviceIdentitySchema } from '../../domain/device.ts';
import type { PortAddress } from './contract.ts';

const id = z.number().int().nonnegative();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const fault = z
  .object({ kind: z.enum(['absent', 'in-use', 'denied', 'hung', 'lost']), reason: z.string().max(500) })
  .readonly();
const path = z.string().max(400);

const hostTypeSchema = z.enum(['serial', 'hid', 'usb-printer']);
export type HostType = z.infer<typeof hostTypeSchema>;

export type HostAddress = Exclude<PortAddress, { readonly type: 'tcp' }>;

export type Order =
  | { readonly do: 'ping' }
  | { readonly do: 'open'; readonly line: number; readonly address: HostAddress }
  | { readonly do: 'write'; readonly line: number; readonly ask: number; readonly bytes: Uint8Array }
  | { readonly do: 'close'; readonly line: number; readonly ask: number; readonly drop: boolean }
  | { readonly do: 'list'; readonly ask: number };

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
