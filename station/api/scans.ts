/** Scans that come through a window: codes that are asked about, and what a reader in keyboard mode typed. */
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { ScanTarget } from '../../domain/device.ts';
import type { Role } from '../../domain/role.ts';
import { keyboardReaderSchema, scanMeaningSchema } from '../../domain/views/desk.ts';
import { keyGapSchema } from '../../domain/wedge-gap.ts';
import { createRateLimit } from '../rate-limit.ts';
import { interpret } from '../services/scan-router.ts';
import type { Station } from '../station.ts';
import { mayLookUp } from './look-up-limit.ts';
import { counter, keyboardWindows, router } from './trpc.ts';

/** More than hands can hold to a reader; a page gone wild is stopped. */
const mayType = createRateLimit(20, 250);

const deviceId = z.string().max(80).optional();
const typedReadSchema = z.object({ text: z.string().max(5_000), gapMs: keyGapSchema.optional(), deviceId });

export const scans = router({
  interpret: counter
    .input(z.object({ text: z.string().max(5_000) }))
    .output(scanMeaningSchema)
    .mutation(({ ctx, input }) => interpret(ctx.station, input.text)),
  /** How the reader that types into this window does it; for the technician the one being tried. */
  keyboardReader: keyboardWindows
    .input(z.object({ deviceId }))
    .output(keyboardReaderSchema)
    .query(({ ctx, input }) => {
      const { target, id } = readerOf(ctx.station, ctx.role, input.deviceId);
      return ctx.station.keyboardReaders.of(target, id);
    }),
  /** What such a reader typed. What it means comes as an event, as from any reader; `taken`: false for the same scan again. */
  wedge: keyboardWindows
    .input(typedReadSchema)
    .output(z.object({ taken: z.boolean() }))
    .mutation(({ ctx, input }) => {
      // At the kiosk anybody can bring a keyboard: codes are no easier to guess than on the screen.
      const allowed = mayType(ctx.session) && (ctx.role !== 'kiosk' || mayLookUp(ctx.session));
      if (!allowed) throw new TRPCError({ code: 'TOO_MANY_REQUESTS' });
      const { target, id } = readerOf(ctx.station, ctx.role, input.deviceId);
      const read = { ...input, deviceId: id, trial: ctx.role === 'technician' };
      return { taken: ctx.station.keyboardReaders.take(target, read) };
    }),
});

/** A window's own reader; only the technician names one, and it may be any window's. */
function readerOf(
  { hub }: Station,
  role: Role,
  named: string | undefined,
): { readonly target: ScanTarget; readonly id?: string } {
  if (role === 'counter' || role === 'kiosk') return { target: role };
  const config = hub.configs().find(({ id }) => id === named);
  return config?.kind === 'barcode-scanner' && config.driver === 'keyboard-wedge'
    ? { target: config.target, id: config.id }
    : { target: 'counter' };
}
