/** The receipt printer on a serial line that socat makes: the real driver, the real port process, the emulator at the far end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import type { Ports } from '../../../devices/ports/contract.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import type { ReceiptPrinter } from '../../../devices/printer/contract.ts';
import { openReceiptPrinter } from '../../../devices/printer/open.ts';
import { type SerialRigPrinter, startSerialRigPrinter } from '../../rig/escpos-printer.ts';
import { createSerialPair, type SerialPair } from '../../rig/serial-pair.ts';
import { isSlip, pattern } from './patterns.ts';

const BYTES_PER_SECOND = 11_520;
const job = { id: 'job', copies: 1 };

let folder: string;
let cable: SerialPair;
let ports: Ports;
let rig: SerialRigPrinter;
let printer: ReceiptPrinter;

async function startRig(options: Parameters<typeof startSerialRigPrinter>[1] = {}): Promise<void> {
  rig = await startSerialRigPrinter(`${cable.port}-far`, { bytesPerSecond: BYTES_PER_SECOND, ...options });
  const config = { id: 'p', name: 'Máy in phiếu', kind: 'receipt-printer', driver: 'escpos-serial' } as const;
  const { opened } = openReceiptPrinter(
    { ...config, path: cable.port, baudRate: 115_200, dots: 576, model: 'generic' },
    { now: Date.now, tmpDir: folder, log: silentLog, ports },
  );
  if (opened.kind !== 'receipt-printer') throw new Error('not a receipt printer');
  printer = opened.driver;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escpos-serial-'));
  cable = await createSerialPair(folder, 'printer');
  ports = createPorts({ log: silentLog });
});
afterEach(async () => {
  await printer.close();
  await rig.close();
  await ports.close();
  await cable.cut();
  await rm(folder, { recursive: true, force: true });
});

const printed = () => expect.objectContaining({ outcome: 'printed' });
const status = () => printer.status();

test('prints dot for dot at 115,200 baud, on the printer’s own word', async () => {
  await startRig();
  await expect.poll(status, { timeout: 10_000 }).toEqual({ state: 'ready' });
  const slip = pattern(300);
  expect(await printer.print(slip, job)).toEqual({
    outcome: 'printed',
    evidence: 'GS r answered after the cut, DLE EOT ready',
  });
  expect(rig.paper.slips()).toHaveLength(1);
  expect(isSlip(rig.paper, 0, slip)).toBe(true);
  expect(rig.paper.strayText).toBe(0);
}, 30_000);

test('cut in mid-print: uncertain, nothing is sent again; replugged, the next slip is whole and nothing old is on it', async () => {
  await startRig();
  const printing = printer.print(pattern(600), job);
  await expect.poll(() => rig.received(), { timeout: 10_000, interval: 20 }).toBeGreaterThan(12_000);
  await cable.cut();
  expect(await printing).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  await expect.poll(status, { timeout: 5_000 }).toEqual({ state: 'absent', code: 'MC-PRN-01' });
  const before = rig.received();
  await cable.restore();
  await rig.replug();
  await expect.poll(status, { timeout: 15_000 }).toEqual({ state: 'ready' });
  // Clearing is no printing: nothing of the slip came again.
  expect(rig.received() - before).toBeLessThan(15_000);
  const next = pattern(120);
  expect(await printer.print(next, job)).toEqual(printed());
  expect(isSlip(rig.paper, -1, next)).toBe(true);
  // The half of the first slip was cut away before the second.
  expect(rig.paper.slips().map(({ cut }) => cut)).toEqual([true, true]);
  expect(rig.paper.strayText).toBe(0);
}, 60_000);

test('the roll ends in mid-print: told by the printer itself, and after a new roll nothing old comes out', async () => {
  await startRig();
  rig.paper.setRowsLeft(60);
  expect(await printer.print(pattern(900), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-03' });
  rig.paper.tearOff();
  rig.paper.setPaper('ok');
  const next = pattern(90);
  await expect.poll(status, { timeout: 15_000 }).toEqual({ state: 'ready' });
  expect(await printer.print(next, job)).toEqual(printed());
  expect(rig.paper.slips()).toHaveLength(1);
  expect(isSlip(rig.paper, 0, next)).toBe(true);
}, 60_000);
