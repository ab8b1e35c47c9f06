/**
 * Where a configured device is now. A replugged one may come back under another path, and another device may take its old
 * one: USB vendor, product and serial number tell, the path does not.
 */
import { realpath } from 'node:fs/promises';
import type { DeviceIdentity } from '../../domain/device.ts';
import type { SeenPort } from './contract.ts';

export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
  /** Empty where it has none, or any will do. */
  readonly serialNumber: string;
}

const USB_PLACE = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.*))?$/i;

/** `usb:VVVV:PPPP[:serial]` in a configuration names a device, not a place; anything else is a path. */
export function parseUsbPlace(place: string): UsbIdentity | undefined {
  const [, vendorId = '', productId = '', serialNumber = ''] = USB_PLACE.exec(place) ?? [];
  return vendorId === ''
    ? undefined
    : { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase(), serialNumber };
}

export const formatUsbPlace = ({ vendorId, productId, serialNumber }: UsbIdentity): string =>
  `usb:${vendorId.toLowerCase()}:${productId.toLowerCase()}${serialNumber === '' ? '' : `:${serialNumber}`}`;

export const usbIdentityOf = (identity: DeviceIdentity | undefined): UsbIdentity | undefined =>
  identity?.usb && { ...identity.usb, serialNumber: identity.serialNumber ?? '' };

/** A path as the system's own lists name it: a technician may have written a link (/dev/serial/by-path/…). */
export const plainPath = (path: string): Promise<string> =>
  process.platform === 'linux' ? realpath(path).catch(() => path) : Promise.resolve(path);

const isSame = (seen: SeenPort, wanted: UsbIdentity): boolean => {
  const usb = seen.identity?.usb;
  return (
    usb?.vendorId === wanted.vendorId &&
    usb.productId === wanted.productId &&
    (wanted.serialNumber === '' || seen.identity?.serialNumber === wanted.serialNumber)
  );
};

/**
 * The thing to open now, undefined when it is not plugged in. The same path is preferred among things that look the same;
 * one that this program has open belongs to another configured device.
 */
export function pickSeen(path: string, wanted: UsbIdentity, seen: readonly SeenPort[]): SeenPort | undefined {
  const same = seen.filter((one) => isSame(one, wanted) && !one.held);
  return same.find((one) => one.path === path) ?? same[0];
}
