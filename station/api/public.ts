/** What the kiosk and the hall display may ask. Look-ups at the kiosk are slowed against guessing codes. */
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { uuid7Schema } from '../../domain/ids.ts';
import { printJobViewSchema } from '../../domain/views/prints.ts';
import {
  displayStateSchema,
  kioskHomeSchema,
  procedureFieldSchema,
  procedureLineSchema,
  publicProcedureSchema,
  publicStatusSchema,
  ticketTakenSchema,
} from '../../domain/views/public.ts';
import { createRateLimit } from '../rate-limit.ts';
import { actorOf } from '../services/intake.ts';
import {
  displayState,
  kioskHome,
  procedureFields,
  procedureForAll,
  proceduresOfField,
} from '../services/public-pages.ts';
import { lookUp } from '../services/public-status.ts';
import { takeTicket } from '../services/queue.ts';
import { mayLookUp } from './look-up-limit.ts';
import { display as displayOnly, kiosk as kioskOnly, router } from './trpc.ts';

/** Numbers taken: a hall never needs more than this from one kiosk. */
const mayTake = createRateLimit(12, 2_000);

const slowed = kioskOnly.use(({ ctx, next }) => {
  if (!mayLookUp(ctx.session)) throw new TRPCError({ code: 'TOO_MANY_REQUESTS' });
  return next();
});

export const kiosk = router({
  home: kioskOnly.output(kioskHomeSchema).query(({ ctx }) => kioskHome(ctx.station)),
  lookup: slowed
    .input(z.object({ text: z.string().max(4_096) }))
    .output(publicStatusSchema)
    .mutation(({ ctx, input }) => lookUp(ctx.station, input.text)),
  takeTicket: kioskOnly
    .input(z.object({ id: uuid7Schema, letter: z.string().regex(/^[A-Z]$/), priority: z.boolean() }))
    .output(ticketTakenSchema)
    .mutation(({ ctx, input }) => {
      if (!mayTake(ctx.session)) throw new TRPCError({ code: 'TOO_MANY_REQUESTS' });
      return takeTicket(ctx.station, input);
    }),
  /** Only of tickets: a kiosk never sees another print. */
  ticketPrint: kioskOnly
    .input(z.object({ jobId: uuid7Schema }))
    .output(printJobViewSchema)
    .query(({ ctx: { station }, input }) => {
      const job = station.store.prints.get(input.jobId);
      if (job?.document !== 'ticket') throw new MotcuaError('MC-API-05');
      return station.prints.view(job);
    }),
  procedureFields: kioskOnly
    .output(z.array(procedureFieldSchema).readonly())
    .query(({ ctx }) => procedureFields(ctx.station)),
  procedures: kioskOnly
    .input(z.object({ field: z.string().max(300) }))
    .output(z.array(procedureLineSchema).readonly())
    .query(({ ctx, input }) => proceduresOfField(ctx.station, input.field)),
  procedure: kioskOnly
    .input(z.object({ code: z.string().max(40) }))
    .output(publicProcedureSchema)
    .query(({ ctx, input }) => procedureForAll(ctx.station, input.code)),
  rate: kioskOnly
    .input(
      z.object({
        operationId: uuid7Schema,
        score: z.number().int().min(1).max(5),
        desk: z.number().int().min(0).max(99).default(0),
        receipt: z.string().max(256).optional(),
      }),
    )
    .mutation(({ ctx: { station }, input }) => {
      const about = input.receipt ? lookUp(station, input.receipt) : undefined;
      const dossier = about?.identified ? station.store.dossiers.byCode(about.code) : undefined;
      const by = { ...actorOf(station, input.operationId), officer: '' };
      station.store.rate({ dossierId: dossier?.received.id, desk: about?.desk ?? input.desk, score: input.score }, by);
      station.line.kick();
    }),
});

export const display = router({
  state: displayOnly.output(displayStateSchema).query(({ ctx }) => displayState(ctx.station)),
});
