/** A4 document scanners: a stack of sheets becomes pages, one by one, each stored before the next is asked for. */
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';

export interface ScanOptions {
  /** `duplex`: the feeder, both sides of each sheet, front before back. */
  readonly source: 'feeder' | 'duplex' | 'flatbed';
  readonly dpi: 150 | 200 | 300;
  readonly mode: 'gray' | 'color' | 'lineart';
  /** A batch ends by itself after this many sheets (twice as many pages with `duplex`). */
  readonly maxPages: number;
}

/** A page as a file on disk; whoever takes it moves or deletes it. */
export interface ScannedPage {
  readonly number: number;
  readonly file: string;
  readonly format: 'png' | 'jpeg';
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
}

/**
 * How a batch ended: `done` (feeder empty after at least one page), or a reason (MC-DSC-…). Pages before it are kept.
 * `sheets` are sheets of paper: with `duplex` a sheet owes two pages, so `done` with pages ≠ 2 × sheets (or ≠ sheets with
 * `feeder`) means that a page is missing, and whoever keeps the pages says so (MC-DSC-07).
 */
export type ScanEnd =
  | { readonly end: 'done'; readonly sheets: number }
  | { readonly end: 'stopped'; readonly sheets: number; readonly code: ErrorCode };

export interface DocumentScanner {
  status(): Promise<{ readonly state: DeviceState; readonly code?: ErrorCode }>;
  /** Feeds until the stack ends. `onPage` is awaited before the next page is delivered. Rejects never; a hang ends as MC-DSC-05. */
  scan(options: ScanOptions, onPage: (page: ScannedPage) => Promise<void>, signal: AbortSignal): Promise<ScanEnd>;
  close(): Promise<void>;
}
