/**
 * A barcode reader in HID-POS mode (usage page 140, usage 2): reports instead of keys, so no keyboard layout and no input
 * method can touch a code, and none of a serial port's settings to get wrong.
 */
import type { ScanTarget } from '../../domain/device.ts';
import { type DeviceLog, silentLog } from '../log.ts';
import type { Ports, SeenPort } from '../ports/contract.ts';
import { identityInPlace } from '../usb-place.ts';
import type { BarcodeScanner } from './contract.ts';
import { profileFor } from './hid-profiles.ts';
import { createKeptReader } from './kept-reader.ts';
import { createReportReader } from './reader.ts';

export interface HidPosScannerOptions {
  readonly id: string;
  /** `/dev/hidraw0`, or `usb:VVVV:PPPP[:serial]` for a device wherever it is plugged in. */
  readonly path: string;
  /** An entry of `HID_PROFILES`; `auto` goes by the device. */
  readonly profile: string;
  readonly target: ScanTarget;
  readonly now: () => number;
  readonly ports: Ports;
  readonly log?: DeviceLog;
  /** First and longest pause before opening again, in milliseconds. */
  readonly backOff?: { readonly first: number; readonly longest: number };
}

/** USB-IF HID Point of Sale Usage Tables 1.02: usage page "Bar Code Scanner", usage "Bar Code Scanner". */
const USAGE_PAGE = 140;
const USAGE = 2;

/** A reader shows other faces too (a keyboard, its maker's own); where the system does not tell them apart, any will do. */
const isBarcodeFace = ({ usagePage, usage }: SeenPort): boolean =>
  usagePage === undefined || (usagePage === USAGE_PAGE && usage === USAGE);

export function createHidPosScanner(options: HidPosScannerOptions): BarcodeScanner {
  const { id, path, profile, target, now, ports, log = silentLog, backOff } = options;
  return createKeptReader({
    line: { ports, log, deviceId: id, wanted: { type: 'hid', place: path, fits: isBarcodeFace }, backOff },
    reader: (events, seen) => {
      const layout = profileFor(profile, seen?.identity ?? identityInPlace(path));
      return createReportReader(layout, { deviceId: id, target, now }, events);
    },
  });
}
