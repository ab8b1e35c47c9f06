/** Who a device says it is, from the fields that each system and library gives; what does not fit is left out. */
import type { DeviceIdentity } from '../../domain/device.ts';

export interface ToldIdentity {
  readonly maker?: string | undefined;
  readonly product?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Hexadecimal digits in any case, or a number. */
  readonly vendorId?: string | number | undefined;
  readonly productId?: string | number | undefined;
}

const MAX = 120;
/** Devices put line breaks and rubbish into their names. */
const text = (told: string | undefined): string | undefined =>
  told
    ?.replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim()
    .slice(0, MAX) || undefined;

function usbId(told: string | number | undefined): string | undefined {
  const digits = (typeof told === 'number' ? told.toString(16) : (told ?? '')).trim().toLowerCase().padStart(4, '0');
  return /^[0-9a-f]{4}$/.test(digits) && told !== '' && told !== undefined ? digits : undefined;
}

/** Undefined where the device tells nothing at all. */
export function identityFrom(told: ToldIdentity): DeviceIdentity | undefined {
  const [maker, product, serialNumber] = [text(told.maker), text(told.product), text(told.serialNumber)];
  const [vendorId, productId] = [usbId(told.vendorId), usbId(told.productId)];
  const usb = vendorId !== undefined && productId !== undefined ? { vendorId, productId } : undefined;
  if (maker === undefined && product === undefined && serialNumber === undefined && usb === undefined) return undefined;
  return {
    ...(maker === undefined ? {} : { maker }),
    ...(product === undefined ? {} : { product }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(usb ? { usb } : {}),
  };
}
