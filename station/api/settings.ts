/** What was decided for a date on: hours, single days, the order of the queue. */
import { z } from 'zod';
import { settingsImportedSchema, settingViewSchema } from '../../domain/effective-setting.ts';
import { broughtFileSchema, unpacked } from './brought-file.ts';
import { router, technician } from './trpc.ts';

export const settings = router({
  list: technician.output(z.array(settingViewSchema).readonly()).query(({ ctx }) => ctx.station.settingsKeeper.list()),
  import: technician
    .input(broughtFileSchema)
    .output(settingsImportedSchema)
    .mutation(({ ctx, input }) =>
      ctx.station.settingsKeeper.take({
        text: unpacked(input.file),
        source: 'file',
        who: 'technician',
        dryRun: input.dryRun,
      }),
    ),
});
