/** Barcode readers: bytes from a reader become one stream of scans. */
import type { DeviceState, ScanTarget } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';

/** One code read. `text` is at most 4096 characters; the same text within 400 ms is one scan. Personal: never log it. */
export interface Scan {
  readonly text: string;
  readonly deviceId: string;
  readonly target: ScanTarget;
  /** The reader's AIM id (`]C0`, `]Q1`) where it sends one: already taken off `text`. */
  readonly aim?: string | undefined;
  readonly at: Instant;
  /** Read in the set-up window: counted and shown there, opened nowhere. */
  readonly trial?: boolean | undefined;
}

export interface BarcodeScannerEvents {
  readonly onScan: (scan: Scan) => void;
  /** A read that had to be refused: too long (MC-SCN-03) or not UTF-8 (MC-SCN-01). */
  readonly onRefused: (code: ErrorCode) => void;
  readonly onState: (state: DeviceState, code?: ErrorCode) => void;
}

/** Opens by itself and again after every loss, with back-off 1→10 s, until `close`. Never throws out of `start`. */
export interface BarcodeScanner {
  start(events: BarcodeScannerEvents): void;
  /** Idempotent; no event comes after it resolves. */
  close(): Promise<void>;
}

/** A reader in keyboard mode: its keys arrive in a window, so a window brings what it typed. */
export interface KeyboardWedge extends BarcodeScanner {
  /** One whole read; the prefix and suffix programmed into the reader are taken off here. True when it became a scan. */
  typed(read: string, trial?: boolean): boolean;
}

export const isKeyboardWedge = (driver: BarcodeScanner): driver is KeyboardWedge => 'typed' in driver;
