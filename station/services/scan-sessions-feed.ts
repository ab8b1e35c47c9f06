/** Sheets through a scanner into a batch: one run at a time for each batch, and a count of what went in and what came out. */
import type { DeviceHub } from '../../devices/contract.ts';
import type { DocumentScanner, ScanEnd } from '../../devices/document-scanner/contract.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import type { ScanChoice, ScanSource } from '../../domain/scan-session.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import type { PageFacts } from './scan-sessions-facts.ts';
import { type Pictures, type Place, takePage } from './scan-sessions-intake.ts';
import type { ScanLog } from './scan-sessions-log.ts';
import { foldersLeft, SCAN_DPI, takeLeft } from './scan-sessions-recovery.ts';

const MAX_SHEETS = 500;

export interface Feeds {
  /** MC-DSC-05 where there is no scanner. `replaced`: one page is scanned to stand in its place. */
  begin(log: ScanLog, choice: ScanChoice, replaced: PageFacts | undefined): void;
  isRunning(id: Uuid7): boolean;
  stop(id: Uuid7): void;
  /** Stops all and waits until their ends are written down. */
  close(): Promise<void>;
}

export interface FeedParts {
  readonly hub: DeviceHub;
  readonly pictures: Pictures;
  readonly keys: KeyRing;
  readonly isFull: () => boolean;
  readonly tmpDir: string;
  /** Folders of an earlier run's drivers: a scanner that outlived its program may still have put a page there. */
  readonly left: readonly string[];
  /** The batch whose pages those are. */
  readonly cutOff: Uuid7 | undefined;
  readonly now: () => Instant;
  readonly onChange: (log: ScanLog) => void;
  readonly onError: (error: unknown) => void;
}

interface Run {
  readonly log: ScanLog;
  readonly source: ScanSource;
  readonly replaced: PageFacts | undefined;
  readonly device: { readonly id: string; readonly driver: DocumentScanner };
  readonly signal: AbortSignal;
}

const pagesASheet = (source: ScanSource): 1 | 2 => (source === 'duplex' ? 2 : 1);

export function createFeeds(parts: FeedParts): Feeds {
  const running = new Map<Uuid7, { readonly abort: AbortController; readonly done: Promise<void> }>();

  const begin: Feeds['begin'] = (log, choice, replaced) => {
    const device = parts.hub.documentScanner(choice.scannerId) ?? parts.hub.documentScanner();
    if (!device) throw new MotcuaError('MC-DSC-05');
    const source = replaced && choice.source === 'duplex' ? 'feeder' : choice.source;
    log.append({ what: 'feeding', at: parts.now(), source });
    const abort = new AbortController();
    const run = { log, source, replaced, device, signal: abort.signal };
    const done = feed(parts, run)
      .catch((error: unknown) => endBadly(parts, log, error))
      .finally(() => {
        running.delete(log.facts.id);
        parts.onChange(log);
      });
    running.set(log.facts.id, { abort, done });
  };

  return {
    begin,
    isRunning: (id) => running.has(id),
    stop: (id) => running.get(id)?.abort.abort(),
    close: async () => {
      for (const { abort } of running.values()) abort.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
}

async function feed(parts: FeedParts, run: Run): Promise<void> {
  const { log, source, device, replaced } = run;
  const options = { source, dpi: SCAN_DPI, mode: 'gray', maxPages: replaced ? 1 : MAX_SHEETS } as const;
  for (const page of log.facts.pages.values()) parts.pictures.make(log, page);
  const late = log.facts.id === parts.cutOff ? await takeLeft(log, parts.left, parts.keys, false) : 0;
  const before = log.facts.lastSheet;
  let taken = 0;
  const onPage = async (scanned: Parameters<typeof takePage>[1]) => {
    const place = placeOf(run, before, taken);
    const page = await takePage(log, scanned, place, parts.keys, taken === 0 ? replaced?.id : undefined);
    taken += 1;
    parts.hub.note(device.id, { pages: 1 });
    parts.onChange(log);
    if (page) parts.pictures.make(log, page);
    // The page is kept; the next one stays in the tray.
    if (parts.isFull()) throw new MotcuaError('MC-STO-19');
    await parts.pictures.room();
  };
  const end = await device.driver.scan(options, onPage, run.signal);
  if (end.end === 'stopped' && end.code === 'MC-DSC-06') taken += await takeDamaged(parts, log);
  parts.hub.note(device.id, isFault(end) ? { fault: true } : { jobs: 1 });
  log.append({ what: 'ended', at: parts.now(), ...reckon(end, source, taken, late) });
}

/** An empty feeder, the officer's stop and a way that the scanner lacks are no faults of it. */
const isFault = (end: ScanEnd): boolean =>
  end.end === 'stopped' && !['MC-DSC-02', 'MC-DSC-08', 'MC-DSC-11'].includes(end.code);

function placeOf({ log, source, replaced }: Run, before: number, taken: number): Place {
  if (replaced && taken === 0) return { number: replaced.number, sheet: replaced.sheet };
  return { number: log.facts.lastNumber + 1, sheet: before + 1 + Math.floor(taken / pagesASheet(source)) };
}

/**
 * A sheet that jammed is fed again, so what it owes is not counted; a page that was lost or damaged is. `late`: pages of the
 * run before.
 */
function reckon(end: ScanEnd, source: ScanSource, taken: number, late: number) {
  const owed = end.sheets * pagesASheet(source);
  const isOwed = end.end === 'done' || end.code === 'MC-DSC-06' || end.code === 'MC-DSC-07';
  const code = end.end === 'stopped' ? end.code : owed === taken ? undefined : ('MC-DSC-07' as const);
  const sides = isOwed ? (end.end === 'done' ? owed : Math.max(owed, taken)) : taken;
  return { sheets: end.sheets + late, sides: sides + late, ...(code && { code }) };
}

/** A driver sets a damaged page aside in its folder: it is shown, and can be scanned again. */
async function takeDamaged(parts: FeedParts, log: ScanLog): Promise<number> {
  const mine = foldersLeft(parts.tmpDir).filter((folder) => !parts.left.includes(folder));
  return takeLeft(log, mine, parts.keys, true);
}

function endBadly(parts: FeedParts, log: ScanLog, error: unknown): void {
  parts.onError(error);
  const code = error instanceof MotcuaError ? error.code : 'MC-DSC-07';
  const { runSides, source } = log.facts;
  try {
    const sheets = Math.ceil(runSides / pagesASheet(source));
    log.append({ what: 'ended', at: parts.now(), sheets, sides: runSides, code });
  } catch (again) {
    parts.onError(again); // the disk is full: the next start ends it
  }
}
