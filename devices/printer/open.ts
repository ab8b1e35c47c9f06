/** Which driver a configured printer gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import { unsupported } from '../unsupported.ts';
import { createCupsPrinter } from './cups.ts';
import { createEscposTcpPrinter } from './escpos-tcp.ts';
import { createVirtualPagePrinter } from './virtual-page-printer.ts';
import { createVirtualReceiptPrinter } from './virtual-receipt-printer.ts';

export function openReceiptPrinter(config: ConfigOf<'receipt-printer'>, around: DeviceSurroundings): OpenDevice {
  const { id } = config;
  const { now, log } = around;
  switch (config.driver) {
    case 'escpos-tcp': {
      const { host, port, dots } = config;
      const driver = createEscposTcpPrinter({ id, address: async () => ({ host, port }), dots, log });
      return real({ kind: 'receipt-printer', driver }, `ESC/POS, ${dots} điểm`, `${host}:${port}`.slice(0, 200));
    }
    case 'escpos-serial':
    case 'escpos-usb':
    case 'escpos-winspool':
      return unsupported(config);
    case 'virtual-receipt-printer': {
      const driver = createVirtualReceiptPrinter({ id, now, log });
      return twin({ kind: 'receipt-printer', twin: driver }, { kind: 'receipt-printer', driver });
    }
    default:
      return assertNever(config);
  }
}

export function openPagePrinter(config: ConfigOf<'page-printer'>, around: DeviceSurroundings): OpenDevice {
  const { id } = config;
  const { now, log, tmpDir } = around;
  switch (config.driver) {
    case 'cups': {
      const driver = createCupsPrinter({ id, queue: config.queue, tmpDir, log });
      return real({ kind: 'page-printer', driver }, 'CUPS', config.queue);
    }
    case 'windows-spooler':
      return unsupported(config);
    case 'virtual-page-printer': {
      const driver = createVirtualPagePrinter({ now });
      return twin({ kind: 'page-printer', twin: driver }, { kind: 'page-printer', driver });
    }
    default:
      return assertNever(config);
  }
}
