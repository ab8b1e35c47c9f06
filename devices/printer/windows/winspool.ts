/**
 * A receipt printer that only Windows can reach (its own driver's USB port): the slip's bytes go RAW through a spooler queue.
 * Nothing comes back that way, so what came out is always asked about. Untried on Windows.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeviceLog, reasonOf, silentLog } from '../../log.ts';
import { countJobs, createSerially, shared } from '../../serially.ts';
import type { Bitmap, PrintOutcome, ReceiptPrinter } from '../contract.ts';
import { encodeCommand, joinBytes, slipCommands } from '../escpos.ts';
import type { PrinterModel } from '../models.ts';
import { followJob, lookAtQueue, type Spooler } from './spooler-job.ts';
import { POWERSHELL, type SpoolerProgram } from './spooler-program.ts';

export interface WinspoolOptions {
  readonly id: string;
  readonly queue: string;
  readonly dots: number;
  readonly model: PrinterModel;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  readonly program?: SpoolerProgram;
}

const BASE_LIMIT_MS = 30_000;
const ROWS_PER_SECOND = 400;

export function createWinspoolPrinter(options: WinspoolOptions): ReceiptPrinter {
  const { queue, dots, model } = options;
  const log = options.log ?? silentLog;
  const spooler: Spooler = { program: options.program ?? POWERSHELL, queue, log };
  const layout = { dots, bandRows: model.maxBandRows, model, automatic: false };
  const jobs = countJobs(createSerially());
  const look = shared(() => lookAtQueue(spooler));

  async function printNow(bitmap: Bitmap, id: string, copies: number): Promise<PrintOutcome> {
    const folder = await mkdtemp(join(options.tmpDir, 'slip-'));
    try {
      const file = join(folder, 'slip.bin');
      const slip = joinBytes(slipCommands(bitmap, layout).map(encodeCommand));
      await writeFile(file, joinBytes(Array.from({ length: copies }, () => slip)), { mode: 0o600 });
      const ms = BASE_LIMIT_MS + ((bitmap.height * copies) / ROWS_PER_SECOND) * 1000;
      const outcome = await followJob(spooler, { task: 'raw', queue, file, title: `motcua-${id}` }, ms);
      // A raw queue knows of bytes, not of paper.
      return outcome.outcome === 'printed' ? { outcome: 'uncertain', code: 'MC-PRN-05' } : outcome;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    dots,
    status: () => (jobs.busy ? Promise.resolve({ state: 'busy' }) : look()),
    print: (bitmap, { id, copies }) =>
      jobs.run(() =>
        printNow(bitmap, id, copies).catch((error: unknown): PrintOutcome => {
          log.warn({ device: options.id, reason: reasonOf(error) }, 'print job failed');
          return { outcome: 'uncertain', code: 'MC-PRN-05' };
        }),
      ),
    close: () => jobs.run(() => Promise.resolve()),
  };
}
