/** A barcode reader on a serial port: RS-232, or USB as a virtual COM port. What was learned of such lines: ports/serial-line.ts. */
import type { ScanTarget } from '../../domain/device.ts';
import { type DeviceLog, silentLog } from '../log.ts';
import type { Ports } from '../ports/contract.ts';
import type { BarcodeScanner } from './contract.ts';
import { createKeptReader } from './kept-reader.ts';
import { createByteReader } from './reader.ts';

export interface SerialScannerOptions {
  readonly id: string;
  /** `/dev/ttyACM0`, `COM3`, or `usb:VVVV:PPPP[:serial]` for a device wherever it is plugged in. */
  readonly path: string;
  readonly baudRate: number;
  readonly target: ScanTarget;
  readonly now: () => number;
  readonly ports: Ports;
  readonly log?: DeviceLog;
  /** First and longest pause before opening again, in milliseconds. */
  readonly backOff?: { readonly first: number; readonly longest: number };
}

export function createSerialScanner(options: SerialScannerOptions): BarcodeScanner {
  const { id, path, baudRate, target, now, ports, log = silentLog, backOff } = options;
  return createKeptReader({
    line: { ports, log, deviceId: id, wanted: { type: 'serial', place: path, baudRate }, backOff },
    reader: (events) => createByteReader({ deviceId: id, target, now }, events),
  });
}
