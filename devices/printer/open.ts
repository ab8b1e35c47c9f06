/** Which driver a configured printer gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import type { WantedLine } from '../ports/reopening.ts';
import { unsupported } from '../unsupported.ts';
import { createCupsPrinter } from './cups.ts';
import { createCableLine } from './escpos-line.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { createEscposTcpPrinter } from './escpos-tcp.ts';
import { headDots, type PrinterModel, printerModel } from './models.ts';
import { BITS_A_BYTE, USB_BYTES_PER_SECOND } from './pace.ts';
import { createVirtualPagePrinter } from './virtual-page-printer.ts';
import { createVirtualReceiptPrinter } from './virtual-receipt-printer.ts';
import { createWindowsSpoolerPrinter } from './windows/windows-spooler.ts';
import { createWinspoolPrinter } from './windows/winspool.ts';

export function openReceiptPrinter(config: ConfigOf<'receipt-printer'>, around: DeviceSurroundings): OpenDevice {
  const { id } = config;
  const { now, log } = around;
  switch (config.driver) {
    case 'escpos-tcp': {
      const { host, port } = config;
      const dots = headDots(config);
      const model = printerModel(config.model);
      const driver = createEscposTcpPrinter({ id, address: async () => ({ host, port }), dots, model, log });
      return real({ kind: 'receipt-printer', driver }, named(model, dots), `${host}:${port}`.slice(0, 200));
    }
    case 'escpos-serial': {
      const wanted = { type: 'serial', place: config.path, baudRate: config.baudRate } as const;
      return onCable(config, around, wanted, `${config.path}, ${config.baudRate} baud`);
    }
    case 'escpos-usb':
      return onCable(config, around, { type: 'usb-printer', place: config.path }, config.path);
    case 'escpos-winspool': {
      if (process.platform !== 'win32') return unsupported(config);
      const { queue } = config;
      const dots = headDots(config);
      const model = printerModel(config.model);
      const driver = createWinspoolPrinter({ id, queue, dots, model, tmpDir: around.tmpDir, log });
      return real({ kind: 'receipt-printer', driver }, named(model, dots), queue);
    }
    case 'virtual-receipt-printer': {
      const driver = createVirtualReceiptPrinter({ id, now, log });
      return twin({ kind: 'receipt-printer', twin: driver }, { kind: 'receipt-printer', driver });
    }
    default:
      return assertNever(config);
  }
}

type CableConfig = Extract<ConfigOf<'receipt-printer'>, { readonly path: string }>;

function onCable(config: CableConfig, around: DeviceSurroundings, wanted: WantedLine, connection: string): OpenDevice {
  const { id } = config;
  const dots = headDots(config);
  const { ports, log } = around;
  const model = printerModel(config.model);
  const pace = wanted.type === 'serial' ? wanted.baudRate / BITS_A_BYTE : undefined;
  const driver = createEscposPrinter({
    id,
    line: createCableLine({ ports, log, deviceId: id, wanted }),
    model,
    dots,
    log,
    lineBytesPerSecond: pace,
    bytesPerSecond: pace ? pace / 2 : USB_BYTES_PER_SECOND,
  });
  return real({ kind: 'receipt-printer', driver }, named(model, dots), connection.slice(0, 200));
}

const named = (model: PrinterModel, dots: number): string => `${model.label}, ${dots} điểm`;

export function openPagePrinter(config: ConfigOf<'page-printer'>, around: DeviceSurroundings): OpenDevice {
  const { id } = config;
  const { now, log, tmpDir } = around;
  switch (config.driver) {
    case 'cups': {
      const driver = createCupsPrinter({ id, queue: config.queue, tmpDir, log });
      return real({ kind: 'page-printer', driver }, 'CUPS', config.queue);
    }
    case 'windows-spooler': {
      if (process.platform !== 'win32') return unsupported(config);
      const driver = createWindowsSpoolerPrinter({ id, queue: config.queue, tmpDir, log });
      return real({ kind: 'page-printer', driver }, 'Windows', config.queue);
    }
    case 'virtual-page-printer': {
      const driver = createVirtualPagePrinter({ now });
      return twin({ kind: 'page-printer', twin: driver }, { kind: 'page-printer', driver });
    }
    default:
      return assertNever(config);
  }
}
