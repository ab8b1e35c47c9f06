/** The one place that chooses a driver for a configured device. Real drivers and virtual twins differ only here. */
import { assertNever } from '../domain/assert-never.ts';
import type { DeviceState } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { BarcodeScanner } from './barcode-scanner/contract.ts';
import { createSerialScanner } from './barcode-scanner/serial.ts';
import { createVirtualBarcodeScanner, type VirtualBarcodeScanner } from './barcode-scanner/virtual.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import { createSaneScanner } from './document-scanner/sane.ts';
import { createVirtualDocumentScanner, type VirtualDocumentScanner } from './document-scanner/virtual.ts';
import type { DeviceLog } from './log.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';
import { createCupsPrinter } from './printer/cups.ts';
import { createEscposTcpPrinter } from './printer/escpos-tcp.ts';
import { createVirtualPagePrinter, type VirtualPagePrinter } from './printer/virtual-page-printer.ts';
import { createVirtualReceiptPrinter, type VirtualReceiptPrinter } from './printer/virtual-receipt-printer.ts';
import type { QueueBoard } from './queue-board/contract.ts';
import { createWindowBoard } from './queue-board/window.ts';

export interface DeviceSurroundings {
  readonly now: () => number;
  readonly tmpDir: string;
  readonly samplePagesDir?: string | undefined;
  readonly log: DeviceLog;
}

export type VirtualTwin =
  | { readonly kind: 'barcode-scanner'; readonly twin: VirtualBarcodeScanner }
  | { readonly kind: 'receipt-printer'; readonly twin: VirtualReceiptPrinter }
  | { readonly kind: 'page-printer'; readonly twin: VirtualPagePrinter }
  | { readonly kind: 'document-scanner'; readonly twin: VirtualDocumentScanner };

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

const twin = <T extends VirtualTwin>(virtual: T, opened: Driver): OpenDevice => ({
  opened,
  virtual,
  model: VIRTUAL_MODEL,
  connection: VIRTUAL_CONNECTION,
});
const real = (opened: Driver, model: string, connection: string): OpenDevice => ({
  opened,
  virtual: undefined,
  model,
  connection,
});

export function openDevice(config: DeviceConfig, around: DeviceSurroundings): OpenDevice {
  const { now, tmpDir, log, samplePagesDir } = around;
  const { id } = config;
  switch (config.driver) {
    case 'serial': {
      const driver = createSerialScanner({
        id,
        path: config.path,
        baudRate: config.baudRate,
        target: config.target,
        now,
        log,
      });
      return real({ kind: 'barcode-scanner', driver }, 'Đầu đọc nối tiếp', `${config.path}, ${config.baudRate} baud`);
    }
    case 'virtual-barcode-scanner': {
      const driver = createVirtualBarcodeScanner({ deviceId: id, target: config.target, now });
      return twin({ kind: 'barcode-scanner', twin: driver }, { kind: 'barcode-scanner', driver });
    }
    case 'escpos-tcp': {
      const address = { host: config.host, port: config.port };
      const driver = createEscposTcpPrinter({ id, address: async () => address, dots: config.dots, log });
      return real(
        { kind: 'receipt-printer', driver },
        `ESC/POS, ${config.dots} điểm`,
        `${config.host}:${config.port}`.slice(0, 200),
      );
    }
    case 'virtual-receipt-printer': {
      const driver = createVirtualReceiptPrinter({ id, now, log });
      return twin({ kind: 'receipt-printer', twin: driver }, { kind: 'receipt-printer', driver });
    }
    case 'cups':
      return real(
        { kind: 'page-printer', driver: createCupsPrinter({ id, queue: config.queue, tmpDir, log }) },
        'CUPS',
        config.queue,
      );
    case 'virtual-page-printer': {
      const driver = createVirtualPagePrinter({ now });
      return twin({ kind: 'page-printer', twin: driver }, { kind: 'page-printer', driver });
    }
    case 'sane': {
      const driver = createSaneScanner({ id, device: config.device, extra: config.extra, tmpDir, log });
      return real({ kind: 'document-scanner', driver }, 'SANE', config.device.slice(0, 200));
    }
    case 'virtual-document-scanner': {
      const driver = createVirtualDocumentScanner({ tmpDir, samplePagesDir, log });
      return twin({ kind: 'document-scanner', twin: driver }, { kind: 'document-scanner', driver });
    }
    case 'window':
      return real({ kind: 'queue-board', driver: createWindowBoard() }, 'Màn hình', 'cửa sổ trên máy này');
    default:
      return assertNever(config);
  }
}
