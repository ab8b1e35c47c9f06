/** How long a slip takes to come out: the slower of the line that brings its dots and the head that burns them. Pure. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { headDots, printerModel } from './models.ts';

/** 8 data bits, a start and a stop bit. */
export const BITS_A_BYTE = 10;
/** USB 1.1 full speed carries this even through a hub that others use too. */
export const USB_BYTES_PER_SECOND = 20_000;
const LAN_BYTES_PER_SECOND = 1_000_000;

/** What is known of a configured printer's way of printing, for whoever sets it up. */
export interface PrinterPace {
  readonly model: string;
  readonly dots: number;
  readonly baudRate?: number;
  /** Seconds for 100 mm of slip. */
  readonly secondsPer100mm: number;
}

const ROWS_PER_100MM = 800;

/** Undefined for a printer whose line says nothing of its pace (virtual, Windows’ own queue). */
export function paceOf(config: ConfigOf<'receipt-printer'>): PrinterPace | undefined {
  switch (config.driver) {
    case 'escpos-tcp':
      return pace(config, LAN_BYTES_PER_SECOND);
    case 'escpos-usb':
      return pace(config, USB_BYTES_PER_SECOND);
    case 'escpos-serial':
      return { ...pace(config, config.baudRate / BITS_A_BYTE), baudRate: config.baudRate };
    case 'escpos-winspool':
    case 'virtual-receipt-printer':
      return undefined;
    default:
      return assertNever(config);
  }
}

type Head = Parameters<typeof headDots>[0];

function pace(config: Head, bytesPerSecond: number): PrinterPace {
  const { label, rowsPerSecond } = printerModel(config.model);
  const dots = headDots(config);
  const line = ((dots / 8) * ROWS_PER_100MM) / bytesPerSecond;
  return { model: label, dots, secondsPer100mm: Math.max(line, ROWS_PER_100MM / rowsPerSecond) };
}
