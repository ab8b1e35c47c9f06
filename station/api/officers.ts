/** Who works here: the office's list, and the one at this desk. */
import { z } from 'zod';
import { officersImportedSchema, officersInUseSchema } from '../../domain/officer.ts';
import { shiftViewSchema } from '../../domain/views/desk.ts';
import { officersInUse, takeOfficers } from '../services/officers-list.ts';
import { broughtFileSchema, unpacked } from './brought-file.ts';
import { counter, router, technician } from './trpc.ts';

export const officers = router({
  shift: counter.output(shiftViewSchema).query(({ ctx: { station } }) => station.shift.view()),
  /** Without an id: the name in station.json again. */
  choose: counter
    .input(z.object({ officerId: z.string().max(80).optional() }))
    .output(shiftViewSchema)
    .mutation(({ ctx: { station }, input }) => station.shift.choose(input.officerId)),
  list: technician.output(officersInUseSchema).query(({ ctx: { station } }) => officersInUse(station)),
  /** A technician's file; the province's own list takes its place as soon as it has one. */
  import: technician
    .input(broughtFileSchema)
    .output(officersImportedSchema)
    .mutation(({ ctx: { station }, input }) =>
      takeOfficers(station, { text: unpacked(input.file), who: 'technician', dryRun: input.dryRun }),
    ),
});
