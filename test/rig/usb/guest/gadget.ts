/**
 * The far end of the cable: a scanner with a serial line and a receipt printer in one USB device, made of Linux' gadget
 * functions and plugged into an emulated socket. Whatever the host's side does with it goes through the kernel's own USB
 * stack and class drivers.
 */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, openChannel } from './channel.ts';

const CONFIGFS = '/sys/kernel/config/usb_gadget';
/** Honeywell's, with a product of its own list: what a HID-POS reader shows. */
export const USB = { vendorId: '0c2e', productId: '0b6a' } as const;

/** `dummy_udc.N`: one socket each. */
export type Socket = 0 | 1;

/**
 * The report of a HID-POS reader, after the USB-IF's "HID Point of Sale Usage Tables" 1.02: id 2, length, AIM id (3),
 * data (56), symbology (2), one bit "more follows"; 64 bytes in all.
 */
const REPORT_DESCRIPTOR = Buffer.from(
  [
    '058c0902a101', // usage page Bar Code Scanner, usage Bar Code Scanner, application
    '0912a1028502', // Scanned Data report, logical, report id 2
    '150026ff007508', // bytes
    '95010501093b8102', // length of the data
    '058c950309fb09fc09fd8102', // AIM id
    '953809fe820201', // decoded data, buffered
    '95020666ff0904090081 02', // symbology, the maker's own
    '058c09ff2501750195018102', // more follows
    '95078103', // padding
    'c0c0',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);
export const REPORT_SIZE = 64;
const OPEN_LIMIT_MS = 15_000;

export interface Gadget {
  readonly serialNumber: string;
  readonly plugged: boolean;
  /** Into a socket; resolves when its ends here can be opened. Answers the guest's clock at the moment of plugging. */
  plug(socket: Socket): Promise<number>;
  /** Answers the guest's clock at the moment of the cable's leaving. */
  unplug(): Promise<number>;
  /** One input report of the reader; rejects when the host takes it not within the limit. */
  report(bytes: Uint8Array): Promise<void>;
  /** Bytes of the serial line. */
  send(text: string): Promise<void>;
  /** The printer's end. */
  readonly printer: Channel;
}

/** `index` is the order in which the gadgets are made: Linux counts its printer functions. */
export function createGadget(index: number, serialNumber: string): Gadget {
  const root = join(CONFIGFS, `g${index}`);
  const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(root, name), text);
  build(root, write, index, serialNumber);
  const hid = (): string =>
    `/dev/hidg${(readFileSync(join(root, 'functions/hid.0/dev'), 'utf8').split(':')[1] ?? '').trim()}`;
  const line = `/dev/ttyGS${readFileSync(join(root, 'functions/acm.0/port_num'), 'utf8').trim()}`;
  const paper = `/dev/g_printer${index}`;
  let reports: Channel | undefined;
  let serial: Channel | undefined;
  let printer: Channel | undefined;
  const opened = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error(`${serialNumber} is not plugged in`);
    return one;
  };

  return {
    serialNumber,
    get plugged() {
      return reports !== undefined;
    },
    get printer() {
      return opened(printer);
    },
    plug: async (socket) => {
      const at = performance.now();
      write('UDC', `dummy_udc.${socket}`);
      reports = await openSoon(hid());
      serial = await openSoon(line);
      printer = await openSoon(paper);
      return at;
    },
    unplug: async () => {
      reports?.close();
      printer?.close();
      const at = performance.now();
      write('UDC', '\n');
      // Closed before the unplugging, the line's requests were once found on two lists, and the kernel stopped (6.1, u_serial).
      serial?.close();
      [reports, serial, printer] = [undefined, undefined, undefined];
      return at;
    },
    report: (bytes) => opened(reports).write(bytes),
    send: (text) => opened(serial).write(Buffer.from(text, 'latin1')),
  };
}

function build(
  root: string,
  write: (name: string, text: string | Uint8Array) => void,
  index: number,
  serialNumber: string,
): void {
  for (const folder of ['strings/0x409', 'functions/hid.0', 'functions/acm.0', 'functions/printer.0', 'configs/c.1'])
    mkdirSync(join(root, folder), { recursive: true });
  write('idVendor', `0x${USB.vendorId}`);
  write('idProduct', `0x${USB.productId}`);
  write('bcdUSB', '0x0200');
  write('strings/0x409/serialnumber', serialNumber);
  write('strings/0x409/manufacturer', 'Rig');
  write('strings/0x409/product', `Reader and printer ${index}`);
  write('functions/hid.0/protocol', '0');
  write('functions/hid.0/subclass', '0');
  write('functions/hid.0/report_length', String(REPORT_SIZE));
  write('functions/hid.0/report_desc', REPORT_DESCRIPTOR);
  write('functions/printer.0/pnp_string', 'MFG:Rig;MDL:ESC/POS;CMD:ESC/POS;CLS:PRINTER;');
  for (const name of ['hid.0', 'acm.0', 'printer.0'])
    symlinkSync(join(root, 'functions', name), join(root, 'configs/c.1', basename(name)));
}

/** A function's file comes with the socket's power, and opens when the host has chosen its configuration. */
async function openSoon(path: string): Promise<Channel> {
  const until = performance.now() + OPEN_LIMIT_MS;
  for (;;) {
    try {
      return openChannel(path);
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(5);
    }
  }
}
