import { z } from 'zod';
import { remaining, resume } from '../../domain/deadline.ts';
import { type ActionRequest, actionRequestSchema } from '../../domain/dossier-actions.ts';
import { type Uuid7, uuid7Schema } from '../../domain/ids.ts';
import { movementSchema } from '../../domain/movement.ts';
import { dossierSearchSchema } from '../../domain/search.ts';
import { dossierDetailSchema } from '../../domain/views/dossier.ts';
import { workListSchema } from '../../domain/views/work.ts';
import { detailOf, dossierOf, rowOf, workListOf } from '../services/dossier-view.ts';
import { actorOf, undoIntake } from '../services/intake.ts';
import type { Station } from '../station.ts';
import { counter, router } from './trpc.ts';

const SEARCH_LIMIT = 30;

const byId = z.object({ id: uuid7Schema });

export const work = router({
  list: counter
    .input(z.object({ scope: z.enum(['desk', 'all']) }))
    .output(workListSchema)
    .query(({ ctx, input }) => workListOf(ctx.station, input.scope === 'desk' ? ctx.station.config.desk : undefined)),
});

export const dossiers = router({
  get: counter
    .input(byId)
    .output(dossierDetailSchema)
    .query(({ ctx: { station }, input }) => {
      const detail = detailOf(station, dossierOf(station, input.id));
      station.viewings.seen(detail.id, station.shift.name());
      return detail;
    }),
  search: counter
    .input(z.object({ text: z.string().max(200) }))
    .output(dossierSearchSchema)
    .query(({ ctx, input }) => {
      const { dossiers: found, ...rest } = ctx.station.store.dossiers.search(input.text, SEARCH_LIMIT);
      return { ...rest, rows: found.map((dossier) => rowOf(ctx.station, dossier)) };
    }),
  /** Who looked at a whole ID is kept in the audit trail (domain.md §7). */
  revealId: counter
    .input(byId)
    .output(z.object({ citizenId: z.string() }))
    .mutation(({ ctx: { station }, input }) => {
      const dossier = dossierOf(station, input.id);
      station.store.audit.add({
        at: station.clock.now(),
        who: station.shift.name(),
        what: 'reveal-id',
        about: input.id,
      });
      return { citizenId: dossier.received.applicant.citizenId };
    }),
  act: counter
    .input(z.object({ dossierId: uuid7Schema, operationId: uuid7Schema, request: actionRequestSchema }))
    .output(dossierDetailSchema)
    .mutation(({ ctx: { station }, input }) => act(station, input)),
  /** Its papers from hand to hand (form 05). */
  move: counter
    .input(z.object({ dossierId: uuid7Schema, operationId: uuid7Schema, movement: movementSchema }))
    .output(dossierDetailSchema)
    .mutation(({ ctx: { station }, input: { dossierId, operationId, movement } }) => {
      const by = actorOf(station, operationId);
      const moved = station.store.move(dossierId, movement, by);
      station.line.kick();
      station.bus.emit({ type: 'work-changed', at: by.correctedAt });
      return detailOf(station, moved);
    }),
  undo: counter
    .input(z.object({ dossierId: uuid7Schema, operationId: uuid7Schema }))
    .output(dossierDetailSchema)
    .mutation(({ ctx: { station }, input }) =>
      detailOf(station, undoIntake(station, input.dossierId, input.operationId)),
    ),
});

function act(
  station: Station,
  { dossierId, operationId, request }: { dossierId: Uuid7; operationId: Uuid7; request: ActionRequest },
) {
  const before = dossierOf(station, dossierId);
  const by = actorOf(station, operationId);
  const now = by.correctedAt;
  const { calendar } = station;
  if (request.action === 'request-supplement') {
    const kept = { minutesLeft: remaining(calendar, before.dueAt, now) };
    station.store.act(dossierId, request, by, kept);
  } else if (request.action === 'receive-supplement') {
    station.store.act(dossierId, { ...request, dueAt: resume(calendar, before.minutesLeft ?? 0, now) }, by);
  } else {
    station.store.act(dossierId, request, by);
  }
  station.line.kick();
  station.bus.emit({ type: 'work-changed', at: now });
  return detailOf(station, dossierOf(station, dossierId));
}
