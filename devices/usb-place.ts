/** `usb:VVVV:PPPP[:serial]`: the way a configuration names a USB device wherever it is plugged in. */
import type { DeviceIdentity } from '../domain/device.ts';

const USB_PLACE = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?$/i;

export const isUsbPlace = (place: string): boolean => USB_PLACE.test(place);

/** What such a name tells by itself, before the device was ever seen. */
export function identityInPlace(place: string): DeviceIdentity | undefined {
  const match = USB_PLACE.exec(place);
  if (!match) return undefined;
  const [, vendorId = '', productId = '', serialNumber] = match;
  return {
    usb: { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() },
    ...(serialNumber ? { serialNumber: serialNumber.slice(0, 120) } : {}),
  };
}

export function usbPlaceFits(place: string, identity: DeviceIdentity | undefined): boolean {
  const wanted = identityInPlace(place);
  return (
    wanted?.usb !== undefined &&
    wanted.usb.vendorId === identity?.usb?.vendorId &&
    wanted.usb.productId === identity.usb.productId &&
    (wanted.serialNumber === undefined || wanted.serialNumber === identity.serialNumber)
  );
}
