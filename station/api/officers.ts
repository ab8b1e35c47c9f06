/** Who works here: the office's list, and the one at this desk. */
import { z } from 'zod';
import { type Officers, officersSchema } from '../../domain/officer.ts';
import { shiftViewSchema } from '../../domain/views/desk.ts';
import type { Station } from '../station.ts';
import { counter, router, technician } from './trpc.ts';

export const officers = router({
  shift: counter.output(shiftViewSchema).query(({ ctx: { station } }) => station.shift.view()),
  /** Without an id: the name in station.json again. */
  choose: counter
    .input(z.object({ officerId: z.string().max(80).optional() }))
    .output(shiftViewSchema)
    .mutation(({ ctx: { station }, input }) => station.shift.choose(input.officerId)),
  list: technician.output(officersSchema).query(({ ctx: { station } }) => ({ officers: station.store.officers.all() })),
  /** A technician's file; the province's own list takes its place as soon as it has one. */
  import: technician
    .input(officersSchema)
    .output(z.object({ officers: z.number().int(), changed: z.boolean() }))
    .mutation(({ ctx: { station }, input }) => importOfficers(station, input)),
});

function importOfficers({ store, clock }: Station, { officers: list }: Officers) {
  const changed = store.officers.replace(list, { at: clock.corrected(), who: 'technician', source: 'file' });
  return { officers: store.officers.all().length, changed };
}
