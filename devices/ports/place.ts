/**
 * Where a configured device is now. A replugged one may come back under another path, and another device may take its old
 * one: USB vendor, product and serial number tell, the path does not.
 */
import { realpath } from 'node:fs/promises';
import type { DeviceIdentity } from '../../domain/device.ts';
import type { SeenPort } from './contract.ts';

/** A path as the system's own lists name it: a technician may have written a link (/dev/serial/by-path/…). */
export const plainPath = (path: string): Promise<string> =>
  process.platform === 'linux' ? realpath(path).catch(() => path) : Promise.resolve(path);

/** Whether a thing is the one that is meant; without a serial number any of its model is. */
const isSame = ({ identity }: SeenPort, wanted: DeviceIdentity): boolean =>
  wanted.usb !== undefined &&
  identity?.usb?.vendorId === wanted.usb.vendorId &&
  identity.usb.productId === wanted.usb.productId &&
  (wanted.serialNumber === undefined || identity.serialNumber === wanted.serialNumber);

/**
 * The thing to open now, undefined when it is not plugged in. The same path is preferred among things that look the same;
 * one that this program has open belongs to another configured device.
 */
export function pickSeen(path: string, wanted: DeviceIdentity, seen: readonly SeenPort[]): SeenPort | undefined {
  const same = seen.filter((one) => isSame(one, wanted) && !one.held);
  return same.find((one) => one.path === path) ?? same[0];
}
