/** What Linux says is plugged in, read from /sys: no helper program, no native module, no rights needed. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SeenPort } from './contract.ts';
import { topUsages } from './hid-usages.ts';
import { identityFrom } from './identity.ts';

export interface SystemFolders {
  readonly sys: string;
  readonly dev: string;
}
export const SYSTEM: SystemFolders = { sys: '/sys', dev: '/dev' };

const SERIAL = /^(?:tty(?:S|USB|ACM|AMA|XRUSB|WCH|O|MFD|GS)|rfcomm)\d+$/;
const USB_PRINTER = /^lp\d+$/;
const HIDRAW = /^hidraw\d+$/;
const DEVICE = /^(?:tty(?:S|USB|ACM|AMA|XRUSB|WCH|O|MFD|GS)\d+|rfcomm\d+|hidraw\d+)$/;

/** What is not there has no names. */
const names = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
const line = async (file: string): Promise<string | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() || undefined;
};

export async function listLinuxSerial({ sys, dev }: SystemFolders = SYSTEM): Promise<readonly SeenPort[]> {
  const folder = join(sys, 'class', 'tty');
  const found = (await names(folder)).filter((name) => SERIAL.test(name));
  const seen = await Promise.all(found.map((name) => seenAt('serial', join(folder, name), join(dev, name))));
  return seen.flat();
}

export async function listLinuxUsbPrinters({ sys, dev }: SystemFolders = SYSTEM): Promise<readonly SeenPort[]> {
  const folder = join(sys, 'class', 'usbmisc');
  const found = (await names(folder)).filter((name) => USB_PRINTER.test(name));
  const seen = await Promise.all(
    found.map((name) => seenAt('usb-printer', join(folder, name), join(dev, 'usb', name))),
  );
  return seen.flat();
}

/** One entry for each thing that a device is (a reader may also be a keyboard), all under one path. */
export async function listLinuxHid({ sys, dev }: SystemFolders = SYSTEM): Promise<readonly SeenPort[]> {
  const folder = join(sys, 'class', 'hidraw');
  const found = (await names(folder)).filter((name) => HIDRAW.test(name));
  const seen = await Promise.all(found.map((name) => hidAt(join(folder, name), join(dev, name))));
  return seen.flat();
}

async function hidAt(entry: string, path: string): Promise<readonly SeenPort[]> {
  const device = await realpath(join(entry, 'device')).catch(() => undefined);
  if (device === undefined) return [];
  const identity = (await identityAbove(device)) ?? (await identityOfHid(device));
  const descriptor = await readFile(join(device, 'report_descriptor')).catch(() => new Uint8Array());
  const usages = topUsages(descriptor);
  const seen: SeenPort = { type: 'hid', path, identity };
  return usages.length === 0 ? [seen] : usages.map((usage) => ({ ...seen, ...usage }));
}

/** A HID device that is on no USB line (Bluetooth). */
async function identityOfHid(device: string): Promise<SeenPort['identity']> {
  const fields = new Map((await line(join(device, 'uevent')))?.split('\n').map((row) => splitAt(row, '=')));
  const [, vendorId, productId] = /^\w+:0000(\w{4}):0000(\w{4})$/.exec(fields.get('HID_ID') ?? '') ?? [];
  return identityFrom({ vendorId, productId, product: fields.get('HID_NAME'), serialNumber: fields.get('HID_UNIQ') });
}

const splitAt = (text: string, mark: string): readonly [string, string] => {
  const [name = '', ...rest] = text.split(mark);
  return [name, rest.join(mark)];
};

async function seenAt(type: SeenPort['type'], entry: string, path: string): Promise<readonly SeenPort[]> {
  const device = await realpath(join(entry, 'device')).catch(() => undefined);
  // Linux names more RS-232 ports than the board has; type 0 is one without a chip.
  if (device === undefined || (await line(join(entry, 'type'))) === '0') return [];
  return [{ type, path, identity: await identityAbove(device) }];
}

/** The nearest USB device upwards from an interface. */
async function identityAbove(from: string): Promise<SeenPort['identity']> {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const vendorId = await line(join(folder, 'idVendor'));
    if (vendorId === undefined) continue;
    const [productId, maker, product, serialNumber] = await Promise.all(
      ['idProduct', 'manufacturer', 'product', 'serial'].map((name) => line(join(folder, name))),
    );
    return identityFrom({ vendorId, productId, maker, product, serialNumber });
  }
  return undefined;
}

/** Changes whenever something is plugged in or out, also out and in again within one look: each plugging has a new number. */
export async function linuxPlugged({ sys, dev }: SystemFolders = SYSTEM): Promise<string> {
  const usb = join(sys, 'bus', 'usb', 'devices');
  const [devices, nodes, printers] = await Promise.all([names(usb), names(dev), names(join(dev, 'usb'))]);
  const numbered = await Promise.all(
    devices
      .filter((name) => !name.includes(':'))
      .map(async (name) => `${name}=${await line(join(usb, name, 'devnum'))}`),
  );
  return [...numbered, ...nodes.filter((name) => DEVICE.test(name)), ...printers].join(' ');
}
