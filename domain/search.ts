/** What a search over the dossiers answers. */
import { z } from 'zod';
import { dossierRowSchema } from './views/work.ts';

export const dossierSearchSchema = z
  .object({
    rows: z.array(dossierRowSchema).readonly(),
    /** None is what was typed: these have names spelt like it. */
    near: z.boolean(),
    /** So many dossiers have just come in that they cannot all be found yet. */
    indexing: z.boolean(),
  })
  .readonly();
export type DossierSearch = z.infer<typeof dossierSearchSchema>;
