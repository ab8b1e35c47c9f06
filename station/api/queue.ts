import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { uuid7Schema } from '../../domain/ids.ts';
import { queueDeskSchema } from '../../domain/views/desk.ts';
import { outboxRowSchema } from '../../domain/views/line.ts';
import { actorOf } from '../services/intake.ts';
import { callNext, letGo, queueOfDesk, recall } from '../services/queue.ts';
import { counter, router } from './trpc.ts';

export const queue = router({
  desk: counter.output(queueDeskSchema).query(({ ctx }) => queueOfDesk(ctx.station)),
  callNext: counter.output(queueDeskSchema).mutation(({ ctx }) => callNext(ctx.station)),
  recall: counter.output(queueDeskSchema).mutation(({ ctx }) => recall(ctx.station)),
  absent: counter.output(queueDeskSchema).mutation(({ ctx }) => letGo(ctx.station, 'absent')),
  finish: counter.output(queueDeskSchema).mutation(({ ctx }) => letGo(ctx.station, 'served')),
});

export const outbox = router({
  rows: counter.output(z.array(outboxRowSchema).readonly()).query(({ ctx }) => ctx.station.store.outbox.rows(200)),
  /** One that is held because the portal fails over it is sent again now. */
  retry: counter.input(z.object({ operationId: uuid7Schema })).mutation(({ ctx: { station }, input }) => {
    const by = actorOf(station, uuidv7());
    station.store.outbox.retry(input.operationId, by);
    station.line.kick();
    station.bus.emit({ type: 'work-changed', at: by.correctedAt });
  }),
  resolve: counter
    .input(z.object({ operationId: uuid7Schema, reason: z.string().trim().min(1).max(500) }))
    .mutation(({ ctx: { station }, input }) => {
      const by = actorOf(station, uuidv7());
      station.store.outbox.resolve(input.operationId, by, input.reason);
      station.bus.emit({ type: 'work-changed', at: by.correctedAt });
    }),
});
