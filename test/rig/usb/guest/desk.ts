/** One desk's devices and the cables between: two gadgets of one model, the program under test, and what to expect of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceConfig } from '../../../../domain/device-config.ts';
import { createGadget, type Gadget, REPORT_SIZE, type Socket, USB } from './gadget.ts';
import { createPaper, type RigPaper } from './paper.ts';
import type { Recorder } from './recorder.ts';
import type { SeenScan, UnderTest } from './under-test.ts';

/** A gadget with the printer's electronics behind it, and the names of its three devices in the program. */
export interface Unit {
  readonly gadget: Gadget;
  readonly paper: RigPaper;
  readonly reader: string;
  readonly line: string;
  readonly printer: string;
}
export interface Desk {
  readonly recorder: Recorder;
  readonly program: UnderTest;
  readonly a: Unit;
  readonly b: Unit;
}

export const devicesOf = ({ reader, line, printer }: Unit): readonly string[] => [reader, line, printer];

export const createUnit = (index: number, serialNumber: string): Unit => ({
  gadget: createGadget(index, serialNumber),
  paper: createPaper(),
  reader: `hid ${serialNumber}`,
  line: `serial ${serialNumber}`,
  printer: `printer ${serialNumber}`,
});

/** As a technician writes them: by what the device is, wherever it is plugged in. */
export function configsOf(
  { gadget, reader, line, printer }: Unit,
  target: 'counter' | 'kiosk',
): readonly DeviceConfig[] {
  const path = `usb:${USB.vendorId}:${USB.productId}:${gadget.serialNumber}`;
  return [
    { id: reader, name: reader, kind: 'barcode-scanner', driver: 'hid-pos', path, profile: 'auto', target },
    { id: line, name: line, kind: 'barcode-scanner', driver: 'serial', path, baudRate: 9600, target },
    { id: printer, name: printer, kind: 'receipt-printer', driver: 'escpos-usb', path, dots: 576, model: 'generic' },
  ];
}

/** Answers the clock at which the cable was in. */
export async function plug({ recorder }: Desk, { gadget, paper }: Unit, socket: Socket): Promise<number> {
  const at = recorder.now();
  await gadget.plug(socket);
  paper.plugged(gadget.printer);
  recorder.event(`${gadget.serialNumber} plugged into socket ${socket}`);
  return at;
}

/** Answers the clock at which the cable was out. */
export async function unplug({ recorder }: Desk, { gadget, paper }: Unit): Promise<number> {
  await paper.unplugged();
  const at = recorder.now();
  await gadget.unplug();
  recorder.event(`${gadget.serialNumber} unplugged`);
  return at;
}

/** A HID-POS report: `text` up to 56 characters. */
export function report(text: string, more: boolean, aim = ']C0'): Uint8Array {
  const bytes = Buffer.alloc(REPORT_SIZE);
  bytes[0] = 2;
  bytes[1] = text.length;
  bytes.write(aim, 2, 'latin1');
  bytes.write(text, 5, 'latin1');
  bytes[REPORT_SIZE - 1] = more ? 1 : 0;
  return bytes;
}

/** What was told since `from`, after a moment in which a second delivery would have come. */
export async function scansSince({ program }: Desk, from: number, expected: number): Promise<readonly SeenScan[]> {
  await program.untilScans(from + expected);
  await sleep(SETTLE_MS);
  return program.scans.slice(from);
}
const SETTLE_MS = 700;

export const spoken = (scans: readonly SeenScan[]): string =>
  scans.map(({ device, text, aim }) => `${device}: ${aim ?? ''} ${text.slice(0, 24)} (${text.length})`).join('; ') ||
  'nothing';

/** Milliseconds from `since` until each of the unit's devices was in one of the states; records them as events. */
export async function delays(
  { program, recorder }: Desk,
  unit: Unit,
  word: 'noticed' | 'resumed',
  since: number,
): Promise<readonly (number | undefined)[]> {
  const states = word === 'noticed' ? (['absent', 'attention', 'unknown'] as const) : (['ready'] as const);
  return Promise.all(
    devicesOf(unit).map(async (device) => {
      const at = await program.untilState(device, states, since);
      recorder.event(at === undefined ? `${device}: never ${word}` : `${device}: ${word} after ${at - since} ms`);
      return at === undefined ? undefined : at - since;
    }),
  );
}
