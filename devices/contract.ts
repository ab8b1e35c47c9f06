/**
 * The device hub: opens every configured device, watches it, reopens it, and tells the station what it sees. One place
 * chooses a driver (registry.ts); real drivers and virtual twins differ only there.
 */
import type { DeviceView } from '../domain/device.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Scan } from './barcode-scanner/contract.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';
import type { VirtualBench } from './virtual-bench.ts';

export interface DeviceHubEvents {
  readonly onScan: (scan: Scan) => void;
  readonly onScanRefused: (deviceId: string, code: ErrorCode) => void;
  /** A device's state, code or warning changed. */
  readonly onChange: (device: DeviceView) => void;
}

export interface DeviceHub {
  start(events: DeviceHubEvents): void;
  list(): readonly DeviceView[];
  /** The first receipt printer for a purpose, or undefined where the PC has none. */
  receiptPrinter(id?: string): { readonly id: string; readonly driver: ReceiptPrinter } | undefined;
  pagePrinter(id?: string): { readonly id: string; readonly driver: PagePrinter } | undefined;
  documentScanner(id?: string): { readonly id: string; readonly driver: DocumentScanner } | undefined;
  /** Notes what a job or test showed, so that the list is right at once. */
  note(
    deviceId: string,
    seen: {
      readonly jobs?: number;
      readonly pages?: number;
      readonly fault?: boolean;
      readonly test?: { readonly ok: boolean; readonly observed: string };
    },
  ): void;
  /** Asks every device how it is, now. */
  refresh(): Promise<readonly DeviceView[]>;
  /** The virtual devices' controls; undefined when none is configured. */
  readonly bench: VirtualBench | undefined;
  close(): Promise<void>;
}
