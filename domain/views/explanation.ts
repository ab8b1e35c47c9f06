/** What the station explains by key; the page phrases it. */
import { z } from 'zod';

/** A key of the UI's texts and the values that go into it: the station explains, the page phrases. */
export const explanationSchema = z
  .object({ key: z.string().max(80), values: z.record(z.string(), z.union([z.string(), z.number()])) })
  .readonly();
export type Explanation = z.infer<typeof explanationSchema>;
