/**
 * Page files in, pages out: each is checked and handed over before the next, in order. A damaged one is kept apart under its
 * own name (`.damaged`) and counted as a sheet that was fed.
 */
import { rename } from 'node:fs/promises';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { ScannedPage } from './contract.ts';
import { type PageSize, readPngSize } from './png-size.ts';

export interface PageDelivery {
  push(file: string): void;
  /** Everything pushed so far is handed over (or failed). */
  settled(): Promise<void>;
  readonly sheets: number;
  /** Set once a page was damaged (MC-DSC-06) or could not be stored by whoever takes pages (its own code, else MC-DSC-07). */
  readonly problem: ErrorCode | undefined;
}

export function createPageDelivery(
  dpi: number,
  onPage: (page: ScannedPage) => Promise<void>,
  onProblem: (reason: unknown) => void,
): PageDelivery {
  let tail = Promise.resolve();
  let sheets = 0;
  let delivered = 0;
  let problem: ErrorCode | undefined;

  async function check(file: string): Promise<PageSize | undefined> {
    try {
      return await readPngSize(file);
    } catch (error) {
      problem ??= 'MC-DSC-06';
      onProblem(error);
      await rename(file, `${file}.damaged`).catch(onProblem);
      return undefined;
    }
  }

  async function deliver(file: string): Promise<void> {
    const size = await check(file);
    if (!size) return;
    try {
      await onPage({ number: delivered + 1, file, format: 'png', widthPx: size.width, heightPx: size.height, dpi });
      delivered += 1;
    } catch (error) {
      problem = error instanceof MotcuaError ? error.code : 'MC-DSC-07';
      onProblem(error);
    }
  }

  return {
    push: (file) => {
      sheets += 1;
      tail = tail.then(() => deliver(file));
    },
    settled: () => tail,
    get sheets() {
      return sheets;
    },
    get problem() {
      return problem;
    },
  };
}
