/** What Linux says is plugged in, on trees like those that a kernel shows (taken from the USB rig). */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  linuxPlugged,
  listLinuxHid,
  listLinuxSerial,
  listLinuxUsbPrinters,
  type SystemFolders,
} from '../../../devices/ports/seen-linux.ts';

let system: SystemFolders;
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'seen-'));
  system = { sys: join(root, 'sys'), dev: join(root, 'dev') };
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const USB = 'sys/devices/platform/dummy_hcd.0/usb1/1-1';
async function plug(fields: Readonly<Record<string, string>>, devnum = '2'): Promise<void> {
  for (const [name, text] of Object.entries(fields)) await put(`${USB}/${name}`, `${text}\n`);
  await put('sys/bus/usb/devices/1-1/devnum', `${devnum}\n`);
  await put('sys/bus/usb/devices/1-1:1.0/bInterfaceClass', '02\n');
}

/** A device file of a class, whose `device` is an interface of the USB device. */
async function classFile(kind: string, name: string, interfaceName: string): Promise<void> {
  await mkdir(join(root, USB, interfaceName), { recursive: true });
  await mkdir(join(root, 'sys/class', kind, name), { recursive: true });
  await symlink(join(root, USB, interfaceName), join(root, 'sys/class', kind, name, 'device'));
}

const reader = { idVendor: '0c2e', idProduct: '0B6A', manufacturer: 'Hãng Mẫu', product: 'Đầu đọc', serial: 'S-1' };

test('a USB serial port is named by what it is; ports without a chip are left out', async () => {
  await plug(reader);
  await classFile('tty', 'ttyACM0', '1-1:1.0');
  await put('sys/class/tty/tty7/dev', '4:7');
  for (const [name, type] of [
    ['ttyS0', '4'],
    ['ttyS1', '0'],
  ] as const) {
    await put(`sys/devices/pnp0/${name}/x`, '');
    await put(`sys/class/tty/${name}/type`, type);
    await symlink(join(root, `sys/devices/pnp0/${name}`), join(root, `sys/class/tty/${name}/device`));
  }
  const seen = await listLinuxSerial(system);
  expect([...seen].sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    {
      type: 'serial',
      path: join(root, 'dev/ttyACM0'),
      identity: {
        maker: 'Hãng Mẫu',
        product: 'Đầu đọc',
        serialNumber: 'S-1',
        usb: { vendorId: '0c2e', productId: '0b6a' },
      },
    },
    { type: 'serial', path: join(root, 'dev/ttyS0'), identity: undefined },
  ]);
});

test('a USB printer is found by its class file', async () => {
  await plug({ idVendor: '04b8', idProduct: '0e15' });
  await classFile('usbmisc', 'lp1', '1-1:1.2');
  await put('sys/class/usbmisc/hiddev0/dev', '180:96');
  expect(await listLinuxUsbPrinters(system)).toEqual([
    {
      type: 'usb-printer',
      path: join(root, 'dev/usb/lp1'),
      identity: { usb: { vendorId: '04b8', productId: '0e15' } },
    },
  ]);
});

test('a HID device is told by what it is for; one that is two things is listed twice, one that does not tell once', async () => {
  await plug(reader);
  await classFile('hidraw', 'hidraw0', '1-1:1.0/0003:0C2E:0B6A.0001');
  await classFile('hidraw', 'hidraw1', '1-1:1.1/0003:0C2E:0B6A.0002');
  await writeFile(
    join(root, USB, '1-1:1.0/0003:0C2E:0B6A.0001/report_descriptor'),
    Buffer.from('05010906a101c0058c0902a101c0', 'hex'),
  );
  const seen = await listLinuxHid(system);
  expect([...seen].sort((a, b) => a.path.localeCompare(b.path))).toMatchObject([
    { type: 'hid', path: join(root, 'dev/hidraw0'), usagePage: 1, usage: 6, identity: { serialNumber: 'S-1' } },
    { type: 'hid', path: join(root, 'dev/hidraw0'), usagePage: 140, usage: 2, identity: { serialNumber: 'S-1' } },
    { type: 'hid', path: join(root, 'dev/hidraw1'), identity: { usb: { vendorId: '0c2e', productId: '0b6a' } } },
  ]);
  expect(seen.find(({ path }) => path.endsWith('hidraw1'))?.usagePage).toBeUndefined();
});

test('a HID device on no USB line tells in its own way what it is', async () => {
  await put(
    'sys/devices/virtual/0005:0C2E:0B6A.0003/uevent',
    'DRIVER=hid-generic\nHID_ID=0005:00000C2E:00000B6A\nHID_NAME=Đầu đọc = không dây\nHID_UNIQ=aa:bb\n',
  );
  await mkdir(join(root, 'sys/class/hidraw/hidraw3'), { recursive: true });
  await symlink(join(root, 'sys/devices/virtual/0005:0C2E:0B6A.0003'), join(root, 'sys/class/hidraw/hidraw3/device'));
  expect(await listLinuxHid(system)).toEqual([
    {
      type: 'hid',
      path: join(root, 'dev/hidraw3'),
      identity: {
        product: 'Đầu đọc = không dây',
        serialNumber: 'aa:bb',
        usb: { vendorId: '0c2e', productId: '0b6a' },
      },
    },
  ]);
});

test('names with control characters, and names that never end, are cut to what fits', async () => {
  await plug({ ...reader, manufacturer: `a\u0007b${'x'.repeat(500)}`, idProduct: 'zz' });
  await classFile('tty', 'ttyUSB0', '1-1:1.0');
  const [seen] = await listLinuxSerial(system);
  expect(seen?.identity?.maker).toBe(`a b${'x'.repeat(117)}`);
  expect(seen?.identity?.usb).toBeUndefined();
});

test('a system that shows nothing has nothing plugged in', async () => {
  expect(await listLinuxSerial(system)).toEqual([]);
  expect(await listLinuxUsbPrinters(system)).toEqual([]);
  expect(await listLinuxHid(system)).toEqual([]);
  expect(await linuxPlugged(system)).toBe(await linuxPlugged(system));
});

test('plugging shows: a new device, a new file, and the same device out and in again between two looks', async () => {
  const looks = [await linuxPlugged(system)];
  await plug(reader);
  looks.push(await linuxPlugged(system));
  await put('dev/hidraw0', '');
  looks.push(await linuxPlugged(system));
  await put('dev/usb/lp0', '');
  looks.push(await linuxPlugged(system));
  await plug(reader, '3');
  looks.push(await linuxPlugged(system));
  expect(new Set(looks).size).toBe(looks.length);
  await put('dev/pts/9', '');
  await put('dev/null', '');
  expect(await linuxPlugged(system)).toBe(looks.at(-1));
});
