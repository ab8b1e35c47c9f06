/**
 * A document scanner through another program that writes page files into a folder (NAPS2, a WIA script). Trusted are the
 * files: exit codes of such programs say little. A page is taken once the next one exists or the program has ended.
 * Untried on Windows itself; tried here against stand-in programs.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceState } from '../../../domain/device.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { type DeviceLog, reasonOf } from '../../log.ts';
import { countJobs, createSerially } from '../../serially.ts';
import type { DocumentScanner, ScanEnd, ScanOptions } from '../contract.ts';
import { createPageDelivery, type PageDelivery } from '../page-delivery.ts';
import { sheetsOf, sideLimit } from '../sheets.ts';

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  readonly exitCode: number | undefined;
  /** The last words of both outputs. */
  readonly output: string;
  readonly missing: boolean;
  /** Ended because neither a page nor a word came for too long. */
  readonly hung: boolean;
}

export interface ProgramScannerOptions {
  readonly id: string;
  readonly tmpDir: string;
  readonly log: DeviceLog;
  readonly idleMs: number;
  /** How to scan into `folder`; the files are taken in the order of their numbers. */
  readonly call: (scan: ScanOptions, folder: string) => ProgramCall;
  /** Why a run ended; undefined when it ended well, whatever it fed. */
  readonly reason: (end: ProgramEnd) => ErrorCode | undefined;
  readonly status: () => Promise<{ readonly state: DeviceState; readonly code?: ErrorCode }>;
}

const LOOK_MS = 250;
const MAX_OUTPUT = 8000;
const KILL_AFTER_MS = 3000;
const PAGE_FILE = /\.(png|jpe?g)$/i;
/** Page 1000 comes after page 999, however many digits a program writes. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

export function createProgramScanner(options: ProgramScannerOptions): DocumentScanner {
  const { log, id } = options;
  const scans = countJobs(createSerially());
  const closing = new AbortController();

  async function scanInto(
    folder: string,
    scan: ScanOptions,
    onPage: Parameters<DocumentScanner['scan']>[1],
    signal: AbortSignal,
  ): Promise<ScanEnd> {
    const own = new AbortController();
    const pages = createPageDelivery(scan.dpi, onPage, (error) => {
      log.warn({ device: id, reason: reasonOf(error) }, 'a scanned page could not be kept');
      own.abort();
    });
    const stopped = AbortSignal.any([signal, own.signal]);
    const end = await runIntoFolder(
      options.call(scan, folder),
      folder,
      pages,
      sideLimit(scan),
      options.idleMs,
      stopped,
    );
    await pages.settled();
    log.info({ device: id, exitCode: end.exitCode, hung: end.hung, pages: pages.sides }, 'scanning program ended');
    const sheets = sheetsOf(pages.sides, scan.source);
    const full = pages.sides >= sideLimit(scan);
    const code = pages.problem ?? (signal.aborted ? 'MC-DSC-08' : full ? undefined : reasonWith(end, sheets));
    return code ? { end: 'stopped', sheets, code } : { end: 'done', sheets };
  }

  /** An emptied feeder is the normal end after pages; no page without a reason is none of a working scanner. */
  function reasonWith(end: ProgramEnd, sheets: number): ErrorCode | undefined {
    if (end.missing) return 'MC-DEV-01';
    const code = end.hung ? 'MC-DSC-05' : options.reason(end);
    if (sheets === 0) return code ?? 'MC-DSC-05';
    return code === 'MC-DSC-02' ? undefined : code;
  }

  async function scanNow(...[scan, onPage, signal]: Parameters<DocumentScanner['scan']>): Promise<ScanEnd> {
    const folder = await mkdtemp(join(options.tmpDir, 'scan-'));
    try {
      return await scanInto(folder, scan, onPage, AbortSignal.any([signal, closing.signal]));
    } finally {
      // Fails while a page still lies there, and must.
      await rmdir(folder).catch(() => undefined);
    }
  }

  return {
    status: () => (scans.busy ? Promise.resolve({ state: 'busy' }) : options.status()),
    scan: (scan, onPage, signal) =>
      scans.run(() =>
        scanNow(scan, onPage, signal).catch((error: unknown): ScanEnd => {
          log.warn({ device: id, reason: reasonOf(error) }, 'scan failed');
          return { end: 'stopped', sheets: 0, code: 'MC-DSC-05' };
        }),
      ),
    close: async () => {
      closing.abort();
      await scans.run(() => Promise.resolve());
    },
  };
}

interface Running {
  readonly ended: Promise<ProgramEnd>;
  /** When a word was last heard, or something done. */
  active(): void;
  idleFor(): number;
  stop(hung: boolean): void;
}

function start({ program, args, env }: ProgramCall): Running {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  let hung = false;
  let missing = false;
  let last = performance.now();
  const hear = (text: string): void => {
    last = performance.now();
    output = (output + text).slice(-MAX_OUTPUT);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  let forced: NodeJS.Timeout | undefined;
  const ended = new Promise<ProgramEnd>((resolve) => {
    const done = (exitCode: number | undefined): void => {
      clearTimeout(forced);
      resolve({ exitCode, output, missing, hung });
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      missing = error.code === 'ENOENT' || error.code === 'EACCES';
      done(undefined);
    });
    child.on('close', (code) => done(code ?? undefined));
  });
  return {
    ended,
    active: () => {
      last = performance.now();
    },
    idleFor: () => performance.now() - last,
    stop: (forHanging) => {
      hung ||= forHanging;
      child.kill();
      forced ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    },
  };
}

/** Runs the program and hands its pages over while they come. Ends it at the limit, when it hangs, and on `signal`. */
async function runIntoFolder(
  call: ProgramCall,
  folder: string,
  pages: PageDelivery,
  limit: number,
  idleMs: number,
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const running = start(call);
  let end: ProgramEnd | undefined;
  void running.ended.then((ended) => {
    end = ended;
  });
  const taken = new Set<string>();
  /** The newest file is still being written while the program runs. */
  const take = async (all: boolean): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => PAGE_FILE.test(name)).sort(byNumber);
    const whole = (all ? names : names.slice(0, -1)).filter((name) => !taken.has(name)).slice(0, limit - pages.sides);
    for (const name of whole) {
      taken.add(name);
      running.active();
      void pages.push(join(folder, name));
    }
  };
  while (!end) {
    await Promise.race([running.ended, sleep(LOOK_MS)]);
    await take(false);
    if (signal.aborted || pages.sides >= limit) running.stop(false);
    else if (running.idleFor() > idleMs) running.stop(true);
  }
  await take(!signal.aborted && !end.hung);
  return end;
}
