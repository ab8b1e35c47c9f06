/**
 * Everything printed. One pipeline: a domain value goes in, a PDF comes out (fonts embedded, text selectable, barcodes as
 * vectors), and preview, archive, A4/A5 printer and thermal printer all take that same PDF; the thermal one as the dots
 * that `rasterPage` makes of it.
 *
 * Fonts are read from `assetsDir`, the program's `assets` folder, once for each process. Call `warmForms` at start-up:
 * the first document of a process takes a few hundred milliseconds, later ones some tens.
 */
import { drawForm01 } from './form01.ts';
import type { Form01Input } from './input.ts';
import { rasterPage } from './raster.ts';
import { drawTestSlip } from './test-slip.ts';
import { paperDots } from './thermal.ts';

export { drawForm01 } from './form01.ts';
export type { Form01Input, SlipInput, TestSlipInput, TicketInput } from './input.ts';
export { form01InputSchema, slipInputSchema, testSlipInputSchema, ticketInputSchema } from './input.ts';
export type { Bitmap } from './raster.ts';
export { bitmapToPng, rasterPage } from './raster.ts';
export type { ScanPage } from './scan-document.ts';
export { assembleScanPdf } from './scan-document.ts';
export { drawSeparatorSheet } from './separator-sheet.ts';
export { drawSlip } from './slip.ts';
export { drawTestSlip } from './test-slip.ts';
export { paperDots } from './thermal.ts';
export { drawTicket } from './ticket.ts';

/** Opens the fonts and runs both pipelines once (rasterising where the slips will be), so that the first citizen's papers are as quick as the second's. */
export async function warmForms(
  assetsDir: string,
  raster: (pdf: Uint8Array, dots: number) => Promise<unknown> = rasterPage,
): Promise<void> {
  await drawForm01(blankForm, assetsDir);
  const slip = await drawTestSlip({ agencyName: '-', printerName: '-', printedAt: 0, code: 'WARM-UP' }, assetsDir);
  await raster(slip, paperDots);
}

const blankForm: Form01Input = {
  ...{ agencyParent: '-', agencyName: '-', place: '-', number: '', code: '-', qrPayload: '-', applicantName: '-' },
  ...{ address: '', matter: '-', papers: [], sets: 1, processingTime: '-', receivedAt: 0, dueAt: 0, returnPlace: '-' },
  ...{ officerName: '', demo: false },
};
