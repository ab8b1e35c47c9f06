/**
 * USB vendors and products that tell what a device is. Facts of the public list usb.ids (linux-usb.org) and of the makers'
 * manuals; a vendor that is not here is no worse off, only less sure.
 */
import type { DeviceIdentity } from '../domain/device.ts';

/** `bridge`: a serial chip in somebody's cable or board; what hangs behind it, it does not say. */
export type UsbTrade = 'reader' | 'receipt-printer' | 'page-printer' | 'bridge';

type Usb = NonNullable<DeviceIdentity['usb']>;

/** Makers whose USB devices of this sort are one trade. */
const VENDORS: Readonly<Record<string, UsbTrade>> = {
  '0536': 'reader', // Hand Held Products (Honeywell)
  '05e0': 'reader', // Symbol Technologies (Zebra)
  '05f9': 'reader', // PSC Scanning (Datalogic)
  '065a': 'reader', // Optoelectronics (Opticon)
  '0acd': 'reader', // ID TECH
  '0c2e': 'reader', // Metrologic (Honeywell)
  '1eab': 'reader', // Fujian Newland
  '0519': 'receipt-printer', // Star Micronics
  '0d3a': 'receipt-printer', // Posiflex
  '0dd4': 'receipt-printer', // Custom Engineering
  '1504': 'receipt-printer', // Bixolon
  '2730': 'receipt-printer', // Citizen
  '03f0': 'page-printer', // HP
  '04a9': 'page-printer', // Canon
  '04e8': 'page-printer', // Samsung
  '04f9': 'page-printer', // Brother
  '0403': 'bridge', // FTDI
  '067b': 'bridge', // Prolific
  '10c4': 'bridge', // Silicon Labs CP210x
  '1a86': 'bridge', // QinHeng CH340, CH341
  '1d6b': 'bridge', // Linux gadgets
};

/** Single products of makers who make many things. */
const PRODUCTS: Readonly<Record<string, UsbTrade>> = {
  '04b8:0202': 'receipt-printer', // Epson UB-U05 interface of TM printers
  '0416:5011': 'bridge', // Winbond virtual COM port: cheap 58-mm printers, and others
  '0483:5740': 'bridge', // STMicroelectronics virtual COM port
  '0525:a4a7': 'bridge', // Linux serial gadget
};

/** What the device calls itself says more than its number, where it says anything. */
const WORDS: readonly (readonly [RegExp, UsbTrade])[] = [
  [/\b(bar ?code|scanner|imager|reader|HID-?POS)\b/i, 'reader'],
  [/\b(receipt|thermal|TM-[A-Z]?\d+|POS-?\d{2}|TSP\d+|SRP-?\d+)/i, 'receipt-printer'],
  [/\b(laser|inkjet|deskjet|officejet|MFC|DCP|HL-L?\d+)/i, 'page-printer'],
];

export function tradeOf(identity: DeviceIdentity | undefined): UsbTrade | undefined {
  const said = WORDS.find(([word]) => word.test(identity?.product ?? ''))?.[1];
  return said ?? (identity?.usb ? tradeOfNumbers(identity.usb) : undefined);
}

function tradeOfNumbers({ vendorId, productId }: Usb): UsbTrade | undefined {
  // Epson's receipt printers have products 0e01–0eff of their own; its others print pages.
  if (vendorId === '04b8' && productId.startsWith('0e')) return 'receipt-printer';
  if (vendorId === '04b8') return PRODUCTS[`${vendorId}:${productId}`] ?? 'page-printer';
  return PRODUCTS[`${vendorId}:${productId}`] ?? VENDORS[vendorId];
}
