/** What trying a device showed, for the technician's command line. */
import { z } from 'zod';

/** One sheet through a document scanner. */
export const pageTrialSchema = z
  .object({
    pages: z.number().int(),
    /** Why it stopped, where it did (MC-DSC-…). */
    code: z.string().max(20).optional(),
    picture: z
      .object({
        format: z.enum(['jpeg', 'png']),
        base64: z.string().max(40_000_000),
        widthPx: z.number().int(),
        heightPx: z.number().int(),
        dpi: z.number().int(),
        blank: z.boolean(),
        /** Degrees by which the sheet lay askew. */
        skew: z.number(),
      })
      .readonly()
      .optional(),
    /** Codes on the sheet; a test sheet carries no personal data. */
    codes: z.array(z.object({ symbology: z.string().max(20), text: z.string().max(4096) }).readonly()).readonly(),
  })
  .readonly();
export type PageTrial = z.infer<typeof pageTrialSchema>;
