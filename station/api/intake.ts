import { z } from 'zod';
import { intakeDraftSchema } from '../../domain/dossier.ts';
import { instantSchema, uuid7Schema } from '../../domain/ids.ts';
import { draftViewSchema, intakePreviewSchema, takenInSchema } from '../../domain/views/intake.ts';
import { commitIntake, previewIntake } from '../services/intake.ts';
import { counter, router } from './trpc.ts';

export const intake = router({
  preview: counter
    .input(z.object({ draft: intakeDraftSchema }))
    .output(intakePreviewSchema)
    .query(({ ctx, input }) => previewIntake(ctx.station, input.draft)),
  saveDraft: counter
    .input(z.object({ id: uuid7Schema, draft: intakeDraftSchema }))
    .output(z.object({ savedAt: instantSchema }))
    .mutation(({ ctx: { station }, input }) => {
      const savedAt = station.clock.corrected();
      station.store.saveDraft(input.id, input.draft, savedAt);
      return { savedAt };
    }),
  drafts: counter.output(z.array(draftViewSchema).readonly()).query(({ ctx }) => ctx.station.store.drafts()),
  discardDraft: counter
    .input(z.object({ id: uuid7Schema }))
    .mutation(({ ctx, input }) => ctx.station.store.discardDraft(input.id)),
  commit: counter
    .input(z.object({ dossierId: uuid7Schema, operationId: uuid7Schema, draft: intakeDraftSchema }))
    .output(takenInSchema)
    .mutation(({ ctx, input }) => commitIntake(ctx.station, input)),
});
