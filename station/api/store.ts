/** What is to be known of the store itself: recovered, not copied lately, or whole and quiet (then nothing). */
import { z } from 'zod';
import { storeNoticeSchema } from '../../domain/recovery.ts';
import { counter, office, router } from './trpc.ts';

export const store = router({
  notices: office
    .output(z.array(storeNoticeSchema).readonly())
    .query(({ ctx: { station } }) => [...station.storeKeeper.notices(), ...station.fileKeeper.notices()]),
  /** What a recovery could not bring back was compared with the papers. */
  seen: counter.mutation(({ ctx }) => ctx.station.storeKeeper.seen(ctx.station.shift.name())),
});
