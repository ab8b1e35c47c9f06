/** The A4/A5 printer on Windows: pdf-to-printer hands the PDF over, the spooler is followed to the job's end. Untried on Windows. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrintOptions } from 'pdf-to-printer';
import { type DeviceLog, reasonOf, silentLog } from '../../log.ts';
import { countJobs, createSerially, shared } from '../../serially.ts';
import type { PagePrinter, PrintOutcome } from '../contract.ts';
import { followJob, lookAtQueue, type Spooler } from './spooler-job.ts';
import { POWERSHELL, type SpoolerProgram } from './spooler-program.ts';

type PrintPdf = (file: string, options: PrintOptions) => Promise<void>;
type PageJob = Parameters<PagePrinter['print']>[1];

export interface WindowsSpoolerOptions {
  readonly id: string;
  readonly queue: string;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  readonly program?: SpoolerProgram;
  readonly printPdf?: PrintPdf;
}

const LIMIT_MS = 300_000;
const MS_A_COPY = 60_000;

/** As drawn: our sheets have their own margins. */
export const optionsFor = (queue: string, { media, copies }: Pick<PageJob, 'media' | 'copies'>): PrintOptions => ({
  printer: queue,
  paperSize: media,
  scale: 'noscale',
  orientation: 'portrait',
  copies,
  silent: true,
});

/** Loaded with the first job: it looks for its own program, which is there on Windows only. */
const printByLibrary: PrintPdf = async (file, options) => {
  const { print } = await import('pdf-to-printer');
  await print(file, options);
};

export function createWindowsSpoolerPrinter(options: WindowsSpoolerOptions): PagePrinter {
  const { queue } = options;
  const log = options.log ?? silentLog;
  const spooler: Spooler = { program: options.program ?? POWERSHELL, queue, log };
  const printPdf = options.printPdf ?? printByLibrary;
  const jobs = countJobs(createSerially());
  const look = shared(() => lookAtQueue(spooler));

  /** The spooler knows the document by its file's name. */
  async function printNow(pdf: Uint8Array, job: PageJob): Promise<PrintOutcome> {
    const before = await look();
    if (before.state === 'absent' || before.state === 'attention')
      return { outcome: 'not-printed', code: before.code ?? 'MC-PRN-07' };
    const folder = await mkdtemp(join(options.tmpDir, 'print-'));
    const title = `motcua-${job.id}`;
    try {
      const file = join(folder, `${title}.pdf`);
      await writeFile(file, pdf, { mode: 0o600 });
      const following = followJob(spooler, { task: 'follow', queue, title }, LIMIT_MS + job.copies * MS_A_COPY);
      const handedOver = await printPdf(file, optionsFor(queue, job)).then(
        () => true,
        (error: unknown) => {
          log.warn({ device: options.id, reason: reasonOf(error) }, 'the spooler took no job');
          return false;
        },
      );
      const outcome = await following;
      return handedOver || outcome.outcome !== 'uncertain' ? outcome : { outcome: 'uncertain', code: 'MC-PRN-07' };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    status: () => (jobs.busy ? Promise.resolve({ state: 'busy' }) : look()),
    print: (pdf, job) =>
      jobs.run(() =>
        printNow(pdf, job).catch((error: unknown): PrintOutcome => {
          log.warn({ device: options.id, reason: reasonOf(error) }, 'print job failed');
          return { outcome: 'uncertain', code: 'MC-PRN-05' };
        }),
      ),
    close: () => jobs.run(() => Promise.resolve()),
  };
}
