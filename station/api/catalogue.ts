/** The catalogue of procedures: what the counter chooses from, and new versions of it. */
import { z } from 'zod';
import { procedureSchema } from '../../domain/catalogue.ts';
import { catalogueImportedSchema, catalogueVersionViewSchema } from '../../domain/catalogue-changes.ts';
import { broughtFileSchema, unpacked } from './brought-file.ts';
import { counter, router, technician } from './trpc.ts';

export const catalogue = router({
  search: counter
    .input(z.object({ text: z.string().max(200) }))
    .output(z.array(procedureSchema).readonly())
    .query(({ ctx, input }) => ctx.station.catalogue.search({ text: input.text, limit: 40 })),
  get: counter
    .input(z.object({ code: z.string().max(40) }))
    .output(procedureSchema)
    .query(({ ctx, input }) => ctx.station.catalogue.get(input.code)),
  versions: technician
    .output(z.array(catalogueVersionViewSchema).readonly())
    .query(({ ctx }) => ctx.station.catalogueKeeper.versions()),
  import: technician
    .input(broughtFileSchema)
    .output(catalogueImportedSchema)
    .mutation(({ ctx, input }) =>
      ctx.station.catalogueKeeper.take({
        text: unpacked(input.file),
        source: 'file',
        who: 'technician',
        dryRun: input.dryRun,
      }),
    ),
});
