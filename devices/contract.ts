/**
 * The device hub: opens every configured device, watches it, reopens it, and tells the station what it sees. One place
 * chooses a driver (registry.ts); real drivers and virtual twins differ only there.
 */
import type { DeviceIdentity, DeviceView, ScanTarget } from '../domain/device.ts';
import type { DeviceCandidate, SearchStep } from '../domain/device-candidate.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { KeyboardWedge, Scan } from './barcode-scanner/contract.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';
import type { QueueBoard } from './queue-board/contract.ts';
import type { VirtualBench } from './virtual-bench.ts';

export interface DeviceHubEvents {
  readonly onScan: (scan: Scan) => void;
  readonly onScanRefused: (deviceId: string, code: ErrorCode) => void;
  /** A device's state, code or warning changed. */
  readonly onChange: (device: DeviceView) => void;
  /** Something was plugged in or out. `arrived`: what is new and could be used, with what it most likely is. */
  readonly onPlug?: (arrived: readonly DeviceCandidate[]) => void;
}

export interface DeviceHub {
  start(events: DeviceHubEvents): void;
  list(): readonly DeviceView[];
  configs(): readonly DeviceConfig[];
  /**
   * Takes another list of devices while running: opens what is new, closes what is gone or changed, and leaves the others
   * alone. `known`: what new devices say they are. Never rejects; one that cannot be opened shows it in the list.
   */
  reconfigure(
    configs: readonly DeviceConfig[],
    known?: Readonly<Record<string, DeviceIdentity | undefined>>,
  ): Promise<void>;
  /** Looks for what could be connected; takes up to 22 s, and never rejects. Searches asked for at once are one. */
  detect(onStep?: (step: SearchStep) => void): Promise<readonly DeviceCandidate[]>;
  /** The first receipt printer for a purpose, or undefined where the PC has none. */
  receiptPrinter(id?: string): { readonly id: string; readonly driver: ReceiptPrinter } | undefined;
  pagePrinter(id?: string): { readonly id: string; readonly driver: PagePrinter } | undefined;
  documentScanner(id?: string): { readonly id: string; readonly driver: DocumentScanner } | undefined;
  /** The reader that types into the windows of a target; where there are several, the one named. */
  keyboardWedge(
    target: ScanTarget,
    id?: string,
  ):
    | { readonly config: Extract<DeviceConfig, { driver: 'keyboard-wedge' }>; readonly driver: KeyboardWedge }
    | undefined;
  queueBoard(id: string): { readonly id: string; readonly driver: QueueBoard } | undefined;
  /** Every board of this PC, in the order of the configuration: all of them show every call. */
  queueBoards(): readonly { readonly id: string; readonly driver: QueueBoard }[];
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
