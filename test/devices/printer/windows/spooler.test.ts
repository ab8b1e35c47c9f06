/** The Windows drivers against a stand-in for their PowerShell helper: arguments, ends and time limits. Windows itself is untried. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEscposInterpreter } from '../../../../devices/printer/escpos-interpreter.ts';
import { printerModel } from '../../../../devices/printer/models.ts';
import { POWERSHELL } from '../../../../devices/printer/windows/spooler-program.ts';
import {
  endOfJob,
  parseSpoolerLine,
  statusOfQueue,
  troubleOf,
} from '../../../../devices/printer/windows/spooler-words.ts';
import { createWindowsSpoolerPrinter, optionsFor } from '../../../../devices/printer/windows/windows-spooler.ts';
import { createWinspoolPrinter } from '../../../../devices/printer/windows/winspool.ts';
import { isSlip, pattern } from '../patterns.ts';

const program = { command: process.execPath, args: [join(import.meta.dirname, 'stand-in.ts')] };
let folder = '';
let tmpDir = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spooler-'));
  tmpDir = await mkdtemp(join(tmpdir(), 'spooler-tmp-'));
  process.env.MOTCUA_STAND_IN_FOLDER = folder;
});
afterEach(async () => {
  delete process.env.MOTCUA_STAND_IN;
  delete process.env.MOTCUA_STAND_IN_FOLDER;
  await rm(folder, { recursive: true, force: true });
  await rm(tmpDir, { recursive: true, force: true });
});
const says = (lines: Readonly<Record<string, readonly string[]>>): void => {
  process.env.MOTCUA_STAND_IN = JSON.stringify(lines);
};
const asked = async (): Promise<string> => readFile(join(folder, 'asked.txt'), 'utf8');

const slipPrinter = () =>
  createWinspoolPrinter({ id: 'p', queue: 'XP-80', dots: 576, model: printerModel('generic'), tmpDir, program });
const job = { id: 'job-1', copies: 1 };

describe('a receipt printer behind a raw queue', () => {
  test('gets the slip’s own bytes; what came out is asked about, and nothing is left on the disk', async () => {
    says({ raw: ['queue 0 USB001', 'job 7', 'at 16 1024', 'at 128 0', 'gone', 'end ok'] });
    const slip = pattern(120);
    expect(await slipPrinter().print(slip, job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
    expect(await asked()).toBe('raw XP-80 motcua-job-1 \n');
    const paper = createEscposInterpreter({ dots: 576, now: () => 0, rowsPerSecond: 1e9 });
    paper.plug(() => undefined).receive(await readFile(join(folder, 'got.bin')));
    await expect.poll(() => paper.held, { interval: 2 }).toBe(0);
    expect(isSlip(paper, 0, slip)).toBe(true);
    expect(await readdir(tmpDir)).toEqual([]);
  });

  test('a queue that does not exist: not printed', async () => {
    says({ raw: ['end 1801'] });
    expect(await slipPrinter().print(pattern(8), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-01' });
    expect(await slipPrinter().status()).toEqual({ state: 'absent', code: 'MC-PRN-01' });
  });

  test('paper out before it began: taken back by its number, not printed', async () => {
    says({ raw: ['queue 0 USB001', 'job 9', 'at 64 16', 'hang'], cancel: ['queue 0 USB001', 'end ok'] });
    expect(await slipPrinter().print(pattern(8), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-03' });
    expect(await asked()).toMatch(/cancel XP-80 {2}9\n$/);
  });

  test('paper out in mid-print: asked about', async () => {
    says({ raw: ['queue 0 USB001', 'job 9', 'at 16 0', 'at 80 16', 'hang'], cancel: ['end ok'] });
    expect(await slipPrinter().print(pattern(8), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-03' });
  });

  test('no PowerShell at all: not printed, and absent', async () => {
    const missing = { command: '/nowhere/powershell', args: [] };
    const model = printerModel('generic');
    const printer = createWinspoolPrinter({ id: 'p', queue: 'Q', dots: 576, model, tmpDir, program: missing });
    expect(await printer.print(pattern(8), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-07' });
    expect(await printer.status()).toEqual({ state: 'absent', code: 'MC-PRN-01' });
  });
});

describe('a page printer', () => {
  const given: { readonly file: string; readonly copies: number | undefined }[] = [];
  const pagePrinter = (fails = false) =>
    createWindowsSpoolerPrinter({
      ...{ id: 'p', queue: 'HP A4', tmpDir, program },
      printPdf: async (file, { copies }) => {
        given.push({ file, copies });
        if (fails) throw new Error('SumatraPDF ended with 1');
      },
    });
  const page = { id: 'job-2', title: 'Giấy tiếp nhận', media: 'A5', copies: 2 } as const;
  const pdf = new TextEncoder().encode('%PDF-1.7');

  test('on a port that reports its jobs, the printer’s own word counts', async () => {
    says({
      look: ['queue 0 WSD-1', 'end ok'],
      follow: ['queue 0 WSD-1', 'job 3', 'at 16 0', 'at 4224 0', 'gone', 'end ok'],
    });
    expect(await pagePrinter().print(pdf, page)).toMatchObject({ outcome: 'printed' });
    expect(given.at(-1)?.file).toMatch(/motcua-job-2\.pdf$/);
  });

  test('door open: nothing is handed over', async () => {
    const before = given.length;
    says({ look: ['queue 4194304 WSD-1', 'end ok'] });
    expect(await pagePrinter().print(pdf, page)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-02' });
    expect(given).toHaveLength(before);
  });

  test('the hand-over failed and no job was seen: asked about, with that reason', async () => {
    says({ look: ['queue 0 WSD-1', 'end ok'], follow: ['queue 0 WSD-1', 'gone', 'end ok'] });
    expect(await pagePrinter(true).print(pdf, page)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-07' });
  });

  test('the sheet is printed as it was drawn', () => {
    expect(optionsFor('HP A4', page)).toEqual({
      printer: 'HP A4',
      paperSize: 'A5',
      scale: 'noscale',
      orientation: 'portrait',
      copies: 2,
      silent: true,
    });
  });
});

test.each([
  [0, { state: 'ready' }],
  [0x400, { state: 'busy' }],
  [0x40_0010, { state: 'attention', code: 'MC-PRN-02' }],
  [0x10, { state: 'attention', code: 'MC-PRN-03' }],
  [0x8, { state: 'attention', code: 'MC-PRN-06' }],
  [0x80, { state: 'attention', code: 'MC-PRN-01' }],
  [0x1, { state: 'attention', code: 'MC-PRN-07' }],
])('printer flags %i', (flags, status) => {
  expect(statusOfQueue(flags)).toEqual(status);
});

test('a job taken out of the queue by somebody is not put back; bytes sent are not paper seen', () => {
  expect(endOfJob({ flags: 0x4, port: 'WSD-1' })).toEqual({ outcome: 'not-printed', code: 'MC-PRN-14' });
  expect(endOfJob({ flags: 0x14, port: 'WSD-1' })).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  expect(endOfJob({ flags: 0x80, port: 'USB001' })).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  expect(troubleOf({ job: 0, printer: 0 })).toBeUndefined();
});

test('noise among the lines is left out', () => {
  expect(parseSpoolerLine('WARNING: something')).toBeUndefined();
  expect(parseSpoolerLine('job x')).toBeUndefined();
  expect(parseSpoolerLine('queue 0 http://10.0.0.5:80/ port')).toEqual({
    is: 'queue',
    status: 0,
    port: 'http://10.0.0.5:80/ port',
  });
});

test('the helper is run without a profile, as a file, never as a command line', () => {
  expect(POWERSHELL.args).toContain('-NoProfile');
  expect(POWERSHELL.args.at(-2)).toBe('-File');
});
