/** What opening a configured device gives: its driver, its virtual twin where it has one, and what to call it. */
import type { DeviceState } from '../domain/device.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { BarcodeScanner } from './barcode-scanner/contract.ts';
import type { VirtualBarcodeScanner } from './barcode-scanner/virtual.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import type { VirtualDocumentScanner } from './document-scanner/virtual.ts';
import type { DeviceLog } from './log.ts';
import type { Ports } from './ports/contract.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';
import type { VirtualPagePrinter } from './printer/virtual-page-printer.ts';
import type { VirtualReceiptPrinter } from './printer/virtual-receipt-printer.ts';
import type { QueueBoard } from './queue-board/contract.ts';
import type { VirtualQueueBoard } from './queue-board/virtual.ts';

export interface DeviceSurroundings {
  readonly now: () => number;
  readonly tmpDir: string;
  readonly samplePagesDir?: string | undefined;
  readonly log: DeviceLog;
  readonly ports: Ports;
}

export type VirtualTwin =
  | { readonly kind: 'barcode-scanner'; readonly twin: VirtualBarcodeScanner }
  | { readonly kind: 'receipt-printer'; readonly twin: VirtualReceiptPrinter }
  | { readonly kind: 'page-printer'; readonly twin: VirtualPagePrinter }
  | { readonly kind: 'document-scanner'; readonly twin: VirtualDocumentScanner }
  | { readonly kind: 'queue-board'; readonly twin: VirtualQueueBoard };

export type Driver =
  | { readonly kind: 'barcode-scanner'; readonly driver: BarcodeScanner }
  | { readonly kind: 'receipt-printer'; readonly driver: ReceiptPrinter }
  | { readonly kind: 'page-printer'; readonly driver: PagePrinter }
  | { readonly kind: 'document-scanner'; readonly driver: DocumentScanner }
  | { readonly kind: 'queue-board'; readonly driver: QueueBoard };

export interface SeenState {
  readonly state: DeviceState;
  readonly code?: ErrorCode;
  readonly warning?: ErrorCode;
}

export interface OpenDevice {
  readonly opened: Driver;
  readonly virtual: VirtualTwin | undefined;
  readonly model: string;
  readonly connection: string;
}

const VIRTUAL_MODEL = 'Thiết bị ảo';
const VIRTUAL_CONNECTION = 'trong máy này';

export const twin = <T extends VirtualTwin>(virtual: T, opened: Driver): OpenDevice => ({
  opened,
  virtual,
  model: VIRTUAL_MODEL,
  connection: VIRTUAL_CONNECTION,
});
export const real = (opened: Driver, model: string, connection: string): OpenDevice => ({
  opened,
  virtual: undefined,
  model,
  connection,
});
