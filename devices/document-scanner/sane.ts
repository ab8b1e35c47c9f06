/**
 * A document scanner through SANE, by its own program `scanimage`: a driver that crashes or hangs takes a child process with
 * it and not the station. Trusted are files and exit code, not the words: "Scanned page 1" is said of a jammed sheet too.
 */
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../domain/errors.ts';
import { runCommand } from '../command.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially, shared } from '../serially.ts';
import type { DocumentScanner, ScanEnd, ScanOptions } from './contract.ts';
import { createPageDelivery, type PageDelivery } from './page-delivery.ts';
import { parseSaneOptions, type SaneOptions, saneArguments } from './sane-options.ts';
import { type BatchEnd, EXIT_IO_ERROR, reasonOfEnd, runBatch, stateOfReason } from './scanimage.ts';
import { sheetsOf, sideLimit } from './sheets.ts';

export interface SaneOptionsIn {
  readonly id: string;
  /** A SANE device name, such as `test:0` or `airscan:e0:Canon`. */
  readonly device: string;
  /** Further arguments for every scan, from the technician. */
  readonly extra: readonly string[];
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  /** A device that gives no page for so long hangs. Lamps may warm up for half a minute. */
  readonly idleMs?: number;
  /** Before asking a busy or hiccuping device again. */
  readonly pauseMs?: number;
}

const LOOK_MS = 15_000;
const BUSY_TRIES = 3;
const HICCUP_TRIES = 2;

export function createSaneScanner(options: SaneOptionsIn): DocumentScanner {
  const log = options.log ?? silentLog;
  const idleMs = options.idleMs ?? 60_000;
  const pauseMs = options.pauseMs ?? 1500;
  const queue = createSerially();
  const scans = countJobs(queue);
  const closing = new AbortController();
  let known: SaneOptions | undefined;

  const base = [`--device-name=${options.device}`, ...options.extra];
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

  /** Asks the device what it can do; answers why it cannot be asked. */
  async function look(): Promise<ErrorCode | undefined> {
    const seen = await runCommand('scanimage', [...base, '--all-options'], LOOK_MS);
    if (seen.code !== 0) return reasonOfEnd({ exitCode: seen.code, stderr: seen.stderr, hung: seen.timedOut });
    known = parseSaneOptions(seen.stdout);
    return undefined;
  }

  const lookShared = shared(() => queue.run(look));

  const batchArguments = (own: readonly string[], folder: string, start: number, most: number): readonly string[] => [
    ...base,
    ...own,
    '--format=png',
    `--batch=${join(folder, 'page%05d.png')}`,
    '--batch-print',
    '--batch-prompt',
    `--batch-start=${start}`,
    `--batch-count=${most - start + 1}`,
  ];

  /**
   * One run of scanimage, and more where that is known to help: a busy device is asked again, and a feeder that gives up
   * after some pages with an I/O error goes on after a pause. `most` sides in all.
   */
  async function feed(
    own: readonly string[],
    most: number,
    folder: string,
    pages: PageDelivery,
    signal: AbortSignal,
  ): Promise<BatchEnd> {
    let busy = 0;
    let hiccups = 0;
    for (;;) {
      const before = pages.sides;
      const end = await runBatch(batchArguments(own, folder, before + 1, most), idleMs, signal, pages.push);
      if (pages.sides > before) hiccups = 0;
      const isBusy = reasonOfEnd(end) === 'MC-DSC-04' && end.exitCode !== 0 && ++busy < BUSY_TRIES;
      const isHiccup = end.exitCode === EXIT_IO_ERROR && pages.sides > 0 && ++hiccups <= HICCUP_TRIES;
      if (signal.aborted || pages.sides >= most || (!isBusy && !isHiccup)) return end;
      log.info({ device: options.id, exitCode: end.exitCode, pages: pages.sides }, 'scanner asked again');
      await pause();
    }
  }

  async function scanInto(
    folder: string,
    scan: ScanOptions,
    onPage: Parameters<DocumentScanner['scan']>[1],
    signal: AbortSignal,
  ): Promise<ScanEnd> {
    const unseen = known ? undefined : await look();
    if (unseen) return { end: 'stopped', sheets: 0, code: unseen };
    const chosen = saneArguments(known ?? new Map(), scan);
    if (!chosen) return { end: 'stopped', sheets: 0, code: 'MC-DSC-11' };
    const { args, dpi, once } = chosen;
    const own = new AbortController();
    const pages = createPageDelivery(dpi, onPage, (error) => {
      log.warn({ device: options.id, reason: reasonOf(error) }, 'a scanned page could not be kept');
      own.abort();
    });
    const most = once ? 1 : sideLimit(scan);
    const end = await feed(args, most, folder, pages, AbortSignal.any([signal, closing.signal, own.signal]));
    await pages.settled();
    log.info({ device: options.id, exitCode: end.exitCode, hung: end.hung, pages: pages.sides }, 'scanimage ended');
    if (pages.sides === 0 && end.exitCode !== 0) known = undefined;
    return scanEnd(end, pages, sheetsOf(pages.sides, scan.source), signal.aborted || closing.signal.aborted);
  }

  async function scanNow(
    scan: ScanOptions,
    onPage: Parameters<DocumentScanner['scan']>[1],
    signal: AbortSignal,
  ): Promise<ScanEnd> {
    const folder = await mkdtemp(join(options.tmpDir, 'scan-'));
    try {
      return await scanInto(folder, scan, onPage, signal);
    } finally {
      await clearFolder(folder);
    }
  }

  return {
    status: async () => {
      if (scans.busy) return { state: 'busy' };
      const code = await lookShared();
      return code ? { state: stateOfReason(code), code } : { state: 'ready' };
    },
    scan: (scan, onPage, signal) =>
      scans.run(() =>
        scanNow(scan, onPage, signal).catch((error: unknown): ScanEnd => {
          log.warn({ device: options.id, reason: reasonOf(error) }, 'scan failed');
          return { end: 'stopped', sheets: 0, code: 'MC-DSC-05' };
        }),
      ),
    close: async () => {
      closing.abort();
      await scans.run(() => Promise.resolve());
    },
  };
}

/** What a batch came to. An empty feeder after at least one page is the normal end, whatever the exit code says of it. */
function scanEnd(end: BatchEnd, pages: PageDelivery, sheets: number, aborted: boolean): ScanEnd {
  if (pages.problem) return { end: 'stopped', sheets, code: pages.problem };
  if (aborted) return { end: 'stopped', sheets, code: 'MC-DSC-08' };
  const emptied = !end.hung && (end.exitCode === 0 || end.exitCode === 7);
  if (emptied) return sheets > 0 ? { end: 'done', sheets } : { end: 'stopped', sheets, code: 'MC-DSC-02' };
  return { end: 'stopped', sheets, code: reasonOfEnd(end) };
}

/** Half pages (`.part`) go; what is left belongs to whoever took the pages, or was set aside as damaged. */
async function clearFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.part')).map((name) => rm(join(folder, name), { force: true })),
  );
  // Fails while a page still lies there, and must.
  await rmdir(folder).catch(() => undefined);
}
