/** A configured device that this system has no driver for: it is listed, says so (MC-DEV-01), and holds nothing up. */
import { assertNever } from '../domain/assert-never.ts';
import type { DeviceKind } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import { type Driver, type OpenDevice, real } from './opened.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';

const CODE = 'MC-DEV-01';
const status = async () => ({ state: 'absent', code: CODE }) as const;
const print = async () => ({ outcome: 'not-printed', code: CODE }) as const;
const close = async (): Promise<void> => undefined;

const receiptPrinter: ReceiptPrinter = { status, print, close, dots: 576 };
const pagePrinter: PagePrinter = { status, print, close };
const documentScanner: DocumentScanner = {
  status,
  close,
  scan: async () => ({ end: 'stopped', sheets: 0, code: CODE }),
};

export const unsupported = (config: DeviceConfig): OpenDevice => real(driverOf(config.kind), '–', '–');

function driverOf(kind: DeviceKind): Driver {
  switch (kind) {
    case 'barcode-scanner':
      return { kind, driver: { start: (events) => events.onState('absent', CODE), close } };
    case 'receipt-printer':
      return { kind, driver: receiptPrinter };
    case 'page-printer':
      return { kind, driver: pagePrinter };
    case 'document-scanner':
      return { kind, driver: documentScanner };
    case 'queue-board':
      return { kind, driver: { status, show: close, close } };
    default:
      return assertNever(kind);
  }
}
