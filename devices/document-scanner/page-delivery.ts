/**
 * Page files in, pages out: each is checked and handed over before the next, in order. A damaged one is kept apart under its
 * own name (`.damaged`) and counted as a side that was fed.
 */
import { rename } from 'node:fs/promises';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { ScannedPage } from './contract.ts';
import { type PageFile, readPageFile } from './page-file.ts';

export interface PageDelivery {
  /** Resolves once the page was taken (or failed). */
  push(file: string): Promise<void>;
  /** A side that was fed and of which there is no file to keep. */
  lost(code: ErrorCode): void;
  /** Everything pushed so far was looked at: a damaged page shows in `problem`. */
  checked(): Promise<void>;
  /** Everything pushed so far is handed over (or failed). */
  settled(): Promise<void>;
  /** Fewer than so many pages wait to be taken: a feeder faster than whoever stores must not fill the disk. */
  room(atMost: number): Promise<void>;
  /** Sides that were fed, delivered or not. */
  readonly sides: number;
  /** Set once a page was damaged (MC-DSC-06) or could not be stored by whoever takes pages (its own code, else MC-DSC-07). */
  readonly problem: ErrorCode | undefined;
}

export function createPageDelivery(
  dpi: number,
  onPage: (page: ScannedPage) => Promise<void>,
  onProblem: (reason: unknown) => void,
): PageDelivery {
  const waiting: Promise<void>[] = [];
  let tail = Promise.resolve();
  let checks = Promise.resolve();
  let sides = 0;
  let delivered = 0;
  let problem: ErrorCode | undefined;

  async function check(file: string): Promise<PageFile | undefined> {
    try {
      return await readPageFile(file);
    } catch (error) {
      problem ??= 'MC-DSC-06';
      onProblem(error);
      await rename(file, `${file}.damaged`).catch(onProblem);
      return undefined;
    }
  }

  async function deliver(file: string, checked: Promise<PageFile | undefined>): Promise<void> {
    const page = await checked;
    if (!page) return;
    const { format, width, height } = page;
    try {
      await onPage({ number: delivered + 1, file, format, widthPx: width, heightPx: height, dpi });
      delivered += 1;
    } catch (error) {
      problem = error instanceof MotcuaError ? error.code : 'MC-DSC-07';
      onProblem(error);
    }
  }

  return {
    push: (file) => {
      sides += 1;
      const checked = checks.then(() => check(file));
      checks = checked.then(() => undefined);
      tail = tail.then(() => deliver(file, checked));
      const mine = tail.then(() => void waiting.splice(waiting.indexOf(mine), 1));
      waiting.push(mine);
      return mine;
    },
    lost: (code) => {
      sides += 1;
      problem ??= code;
    },
    checked: () => checks,
    settled: () => tail,
    room: async (atMost) => {
      while (waiting.length >= atMost) await waiting[0];
    },
    get sides() {
      return sides;
    },
    get problem() {
      return problem;
    },
  };
}
