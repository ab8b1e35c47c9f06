/** The one place that chooses a driver for a configured device. Real drivers and virtual twins differ only below here. */
import { assertNever } from '../domain/assert-never.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { openBarcodeScanner } from './barcode-scanner/open.ts';
import { openDocumentScanner } from './document-scanner/open.ts';
import type { DeviceSurroundings, OpenDevice } from './opened.ts';
import { openPagePrinter, openReceiptPrinter } from './printer/open.ts';
import { openQueueBoard } from './queue-board/open.ts';

export function openDevice(config: DeviceConfig, around: DeviceSurroundings): OpenDevice {
  switch (config.kind) {
    case 'barcode-scanner':
      return openBarcodeScanner(config, around);
    case 'receipt-printer':
      return openReceiptPrinter(config, around);
    case 'page-printer':
      return openPagePrinter(config, around);
    case 'document-scanner':
      return openDocumentScanner(config, around);
    case 'queue-board':
      return openQueueBoard(config, around);
    default:
      return assertNever(config);
  }
}
