/** The first paper of a process takes some hundred milliseconds, later ones some tens. */
import type { Form01Input } from './input.ts';
import { paperDots } from './paper-dots.ts';
import type { PaperProcess } from './paper-process.ts';

/** Opens the fonts and runs both pipelines once (where the papers will be made), so that the first citizen's are as quick as the second's. */
export async function warmForms({ draw, raster }: Pick<PaperProcess, 'draw' | 'raster'>): Promise<void> {
  await draw({ form: 'form01', input: blankForm });
  const slip = await draw({
    form: 'test-slip',
    input: { agencyName: '-', printerName: '-', printedAt: 0, code: 'WARM-UP' },
  });
  await raster(slip, paperDots);
}

const blankForm: Form01Input = {
  ...{ agencyParent: '-', agencyName: '-', place: '-', number: '', code: '-', qrPayload: '-', applicantName: '-' },
  ...{ address: '', matter: '-', papers: [], sets: 1, processingTime: '-', receivedAt: 0, dueAt: 0, returnPlace: '-' },
  ...{ officerName: '', demo: false },
};
