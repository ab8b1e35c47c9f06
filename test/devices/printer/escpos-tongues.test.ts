/** Printers that tell their state in their own way or not at all, with the faults that a bench can stage. */
import { afterEach, expect, test } from 'vitest';
import type { ReceiptPrinter } from '../../../devices/printer/contract.ts';
import { createAnswerSorter, statusFromAutomatic } from '../../../devices/printer/escpos-status.ts';
import { createEscposTcpPrinter } from '../../../devices/printer/escpos-tcp.ts';
import type { Tongue } from '../../../devices/printer/escpos-tongue.ts';
import { PRINTER_MODELS, printerModel } from '../../../devices/printer/models.ts';
import { paceOf } from '../../../devices/printer/pace.ts';
import { type RigPrinter, startRigPrinter } from '../../rig/escpos-printer.ts';
import { isSlip, pattern } from './patterns.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const job = { id: 'job', copies: 1 };

async function bench(
  tongue: Partial<Tongue>,
  model = 'generic',
): Promise<{ readonly rig: RigPrinter; readonly printer: ReceiptPrinter }> {
  const all = { realTime: true, automatic: true, queued: true, ...tongue };
  const rig = await startRigPrinter({ rowsPerSecond: 20_000, tongue: all });
  const printer = createEscposTcpPrinter({
    id: 'p',
    address: async () => ({ host: '127.0.0.1', port: rig.port }),
    dots: 576,
    model: printerModel(model),
    rowsPerSecond: 20_000,
    patienceMs: 1000,
  });
  closing.push(async () => {
    await printer.close();
    await rig.close();
  });
  return { rig, printer };
}

test('one that only tells by itself (ASB) is understood without being told so', async () => {
  const { rig, printer } = await bench({ realTime: false });
  expect(await printer.status()).toEqual({ state: 'ready' });
  const slip = pattern(300);
  expect(await printer.print(slip, job)).toEqual({
    outcome: 'printed',
    evidence: 'GS r answered after the cut, automatic status ready',
  });
  expect(isSlip(rig.paper, 0, slip)).toBe(true);
});

test.each([
  ['near-end', { state: 'ready', warning: 'MC-PRN-04' }],
  ['jam', { state: 'unknown' }],
] as const)('ASB, %s when first asked: an offline printer of that kind says nothing', async (state, status) => {
  const { rig, printer } = await bench({ realTime: false }, 'asb-only');
  rig.paper.setPaper(state);
  expect(await printer.status()).toEqual(status);
});

test.each([
  ['cover-open', 'MC-PRN-02'],
  ['out', 'MC-PRN-03'],
  ['jam', 'MC-PRN-08'],
] as const)('DLE EOT, %s: attention, and nothing is sent', async (state, code) => {
  const { rig, printer } = await bench({});
  rig.paper.setPaper(state);
  expect(await printer.status()).toEqual({ state: 'attention', code });
  expect(await printer.print(pattern(20), job)).toEqual({ outcome: 'not-printed', code });
  expect(rig.paper.held).toBe(0);
});

test('one that feeds paper by its button is waited for; if it goes on, the job was not sent', async () => {
  const { rig, printer } = await bench({});
  rig.paper.setPaper('busy');
  expect(await printer.status()).toEqual({ state: 'busy' });
  expect(await printer.print(pattern(20), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-12' });
  const printing = printer.print(pattern(20), job);
  rig.paper.setPaper('ok');
  expect(await printing).toMatchObject({ outcome: 'printed' });
});

test('noise instead of answers: no printer that we know, nothing is sent', async () => {
  const { rig, printer } = await bench({});
  rig.paper.setPaper('garbage');
  expect(await printer.status()).toEqual({ state: 'unknown', code: 'MC-PRN-09' });
  expect(await printer.print(pattern(20), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-09' });
});

test('the cutter sticks at the end: uncertain, told why, and the next slip is whole', async () => {
  const { rig, printer } = await bench({});
  rig.paper.jamAtCut();
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-08' });
  rig.paper.tearOff();
  rig.paper.setPaper('ok');
  const next = pattern(50);
  expect(await printer.print(next, job)).toMatchObject({ outcome: 'printed' });
  expect(isSlip(rig.paper, -1, next)).toBe(true);
});

test('one that is known to say nothing is not asked: its state is unknown at once', async () => {
  const { rig, printer } = await bench({ realTime: false, automatic: false, queued: false }, 'xprinter-silent');
  expect(await printer.status()).toEqual({ state: 'unknown' });
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  await expect.poll(() => rig.paper.slips().length).toBe(1);
  expect(rig.server.received).toBeGreaterThan(4000);
});

test('a connection reset in mid-band: the printer still waits for the rest, and the next slip is whole all the same', async () => {
  const { rig, printer } = await bench({});
  rig.server.setFault({ kind: 'reset-after', bytes: 30_000 });
  expect(await printer.print(pattern(900), job)).toMatchObject({ outcome: 'uncertain' });
  rig.server.setFault({ kind: 'none' });
  const next = pattern(120);
  expect(await printer.print(next, job)).toMatchObject({ outcome: 'printed' });
  expect(isSlip(rig.paper, -1, next)).toBe(true);
  expect(rig.paper.strayText).toBe(0);
});

test('the four bytes of an automatic status', () => {
  expect(statusFromAutomatic([0x10, 0, 0, 0])).toEqual({ state: 'ready' });
  expect(statusFromAutomatic([0x38, 0, 0x0c, 0])).toEqual({ state: 'attention', code: 'MC-PRN-02' });
  expect(statusFromAutomatic([0x18, 0, 0x0f, 0])).toEqual({ state: 'attention', code: 'MC-PRN-03' });
  expect(statusFromAutomatic([0x18, 0x08, 0, 0])).toEqual({ state: 'attention', code: 'MC-PRN-08' });
  expect(statusFromAutomatic([0x18, 0x20, 0, 0])).toEqual({ state: 'attention', code: 'MC-PRN-06' });
  expect(statusFromAutomatic([0x58, 0, 0, 0])).toEqual({ state: 'busy' });
  expect(statusFromAutomatic([0x10, 0, 0x03, 0])).toEqual({ state: 'ready', warning: 'MC-PRN-04' });
});

test('answers are sorted across any cut of the line, and the answer to a clearing is none to a question', () => {
  const stream = [0x12, 0x10, 0x00, 0x03, 0x00, 0x37, 0x25, 0x00, 0x11, 0x00, 0x10, 0xff];
  const whole = createAnswerSorter()(Uint8Array.from(stream)).map(({ kind }) => kind);
  const sort = createAnswerSorter();
  const single = stream.flatMap((byte) => sort(Uint8Array.of(byte))).map(({ kind }) => kind);
  expect(whole).toEqual(['real-time', 'automatic', 'cleared', 'stray', 'queued', 'stray', 'stray']);
  expect(single).toEqual(whole);
});

test('every model prints bands that its buffer takes, and an unknown one is taken as generic', () => {
  for (const { maxBandRows, dots } of PRINTER_MODELS) {
    expect(maxBandRows).toBeLessThanOrEqual(255);
    expect(dots % 8).toBe(0);
  }
  expect(printerModel('no-such').id).toBe('generic');
});

test('how long 100 mm take: the head’s time on a network, the line’s on a slow cable', () => {
  const base = { id: 'p', name: 'P', kind: 'receipt-printer', dots: 576, model: 'generic' } as const;
  const seconds = (baudRate: number) =>
    paceOf({ ...base, driver: 'escpos-serial', path: '/dev/x', baudRate })?.secondsPer100mm;
  expect(seconds(115_200)).toBeCloseTo(5, 1);
  expect(seconds(9600)).toBeCloseTo(60, 0);
  expect(paceOf({ ...base, driver: 'escpos-tcp', host: 'h', port: 9100 })?.secondsPer100mm).toBeCloseTo(0.4, 1);
  expect(paceOf({ id: 'v', name: 'V', kind: 'receipt-printer', driver: 'virtual-receipt-printer' })).toBeUndefined();
});
