/** For the technician: how this PC is known to the portal, and pairing it. */
import { z } from 'zod';
import { pairingViewSchema } from '../../domain/pairing.ts';
import { router, technician } from './trpc.ts';

const wishSchema = z.object({
  /** Empty: the address that this PC has already. */
  portal: z.string().max(300).default(''),
  code: z.string().max(64),
  replace: z.boolean().default(false),
});

export const pairing = router({
  state: technician.output(pairingViewSchema).query(({ ctx }) => ctx.station.identity.view()),
  /** Up to 40 s on a slow line. What is being sent just then is broken off and sent again with the new key. */
  pair: technician
    .input(wishSchema)
    .output(pairingViewSchema)
    .mutation(async ({ ctx: { station }, input }) => {
      const view = await station.identity.pair(input);
      await station.line.reopen();
      return view;
    }),
});
