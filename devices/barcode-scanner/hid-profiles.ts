/**
 * How makers lay out the input report of a HID-POS reader: usage page 0x8C of the USB-IF's "HID Point of Sale Usage Tables"
 * 1.02 names the fields and leaves their places to each device. Data, so that a new model is an entry and no code.
 */
import type { DeviceIdentity } from '../../domain/device.ts';

/** Places are counted from 0, the report id being byte 0. */
export interface HidReportProfile {
  /** What a configuration calls it. */
  readonly name: string;
  readonly reportId: number;
  /** Bytes of a whole report, its id included; shorter ones are torn. */
  readonly size: number;
  /** Where the number of data bytes stands. */
  readonly lengthAt: number;
  /** Where the three characters of the AIM id stand; missing where the device has no place for them. */
  readonly aimAt?: number;
  readonly dataAt: number;
  readonly dataMax: number;
  /** How a code that needs another report says so: a bit, or a report that is full. */
  readonly more: { readonly at: number; readonly mask: number } | 'when-full';
}

/** Access-IS (LSR118, ATR110), Honeywell, Zebra and Datalogic in their HID-POS modes. */
const COMMON: HidReportProfile = {
  name: 'usb-if',
  reportId: 2,
  size: 64,
  lengthAt: 1,
  aimAt: 2,
  dataAt: 5,
  dataMax: 56,
  more: { at: 63, mask: 0x01 },
};

/** Newland's "HID POS" (FM420, FM430, EM20): no AIM id, so the data begin at once. */
const NEWLAND: HidReportProfile = {
  name: 'newland',
  reportId: 2,
  size: 64,
  lengthAt: 1,
  dataAt: 2,
  dataMax: 56,
  more: { at: 63, mask: 0x01 },
};

/** Microscan, now Omron (MS-4, Mini Hawk): a full report goes on in the next; the AIM id, where sent, stands in the data. */
const MICROSCAN: HidReportProfile = {
  name: 'microscan',
  reportId: 1,
  size: 64,
  lengthAt: 1,
  dataAt: 2,
  dataMax: 62,
  more: 'when-full',
};

export const HID_PROFILES: readonly HidReportProfile[] = [COMMON, NEWLAND, MICROSCAN];

/** By USB vendor (`vvvv`) or, where one maker has several, vendor and product (`vvvv:pppp`). */
const BY_USB: Readonly<Record<string, HidReportProfile>> = { '1eab': NEWLAND };

/** The entry that a configuration names; `auto`, or a name that is not there, goes by the device itself. */
export function profileFor(name: string, identity: DeviceIdentity | undefined): HidReportProfile {
  const named = HID_PROFILES.find((profile) => profile.name === name);
  const { vendorId = '', productId = '' } = identity?.usb ?? {};
  return named ?? BY_USB[`${vendorId}:${productId}`] ?? BY_USB[vendorId] ?? COMMON;
}
