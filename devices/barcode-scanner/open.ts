/** Which driver a configured barcode reader gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import { createHidPosScanner } from './hid-pos.ts';
import { createKeyboardWedge } from './keyboard-wedge.ts';
import { createSerialScanner } from './serial.ts';
import { createVirtualBarcodeScanner } from './virtual.ts';

export function openBarcodeScanner(config: ConfigOf<'barcode-scanner'>, around: DeviceSurroundings): OpenDevice {
  const { id, target } = config;
  const { now, log, ports } = around;
  switch (config.driver) {
    case 'serial': {
      const { path, baudRate } = config;
      const driver = createSerialScanner({ id, path, baudRate, target, now, log, ports });
      return real({ kind: 'barcode-scanner', driver }, 'Đầu đọc nối tiếp', `${path}, ${baudRate} baud`);
    }
    case 'hid-pos': {
      const { path, profile } = config;
      const driver = createHidPosScanner({ id, path, profile, target, now, log, ports });
      return real({ kind: 'barcode-scanner', driver }, 'Đầu đọc HID-POS', path);
    }
    case 'keyboard-wedge': {
      const { prefix, suffix } = config;
      const driver = createKeyboardWedge({ deviceId: id, target, now, prefix, suffix });
      return real({ kind: 'barcode-scanner', driver }, 'Đầu đọc như bàn phím', 'bàn phím');
    }
    case 'virtual-barcode-scanner': {
      const driver = createVirtualBarcodeScanner({ deviceId: id, target, now });
      return twin({ kind: 'barcode-scanner', twin: driver }, { kind: 'barcode-scanner', driver });
    }
    default:
      return assertNever(config);
  }
}
