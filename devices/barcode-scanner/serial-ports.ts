/**
 * Which port a reader is on now. A replugged reader may come back under another path, and another device may take its old
 * one: USB vendor, product and serial number tell, the path does not.
 */
export interface PortSeen {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
}

export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber: string;
}

const USB_PATH = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.*))?$/i;
const sameHex = (a: string | undefined, b: string): boolean => (a ?? '').toLowerCase() === b.toLowerCase();

/** `usb:VVVV:PPPP[:serial]` in a configuration names a device, not a place; anything else is a path. */
export function parseUsbPath(path: string): UsbIdentity | undefined {
  const match = USB_PATH.exec(path);
  return match ? { vendorId: match[1] ?? '', productId: match[2] ?? '', serialNumber: match[3] ?? '' } : undefined;
}

export const formatUsbPath = (usb: UsbIdentity): string =>
  `usb:${usb.vendorId}:${usb.productId}${usb.serialNumber === '' ? '' : `:${usb.serialNumber}`}`;

export function identityOf(port: PortSeen): UsbIdentity | undefined {
  if (port.vendorId === undefined || port.productId === undefined) return undefined;
  return { vendorId: port.vendorId, productId: port.productId, serialNumber: port.serialNumber ?? '' };
}

const matches = (port: PortSeen, wanted: UsbIdentity): boolean =>
  sameHex(port.vendorId, wanted.vendorId) &&
  sameHex(port.productId, wanted.productId) &&
  (wanted.serialNumber === '' || port.serialNumber === wanted.serialNumber);

/**
 * The path to open now: the known device wherever it is, else undefined (not plugged in). Without an identity (a real RS-232
 * port, a pseudo terminal) the path is all there is.
 */
export function pickPort(
  path: string,
  wanted: UsbIdentity | undefined,
  ports: readonly PortSeen[],
): string | undefined {
  if (!wanted) return path;
  const same = ports.filter((port) => matches(port, wanted));
  return (same.find((port) => port.path === path) ?? same[0])?.path;
}
