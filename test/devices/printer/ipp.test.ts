/** The page printer's driver on CUPS, against CUPS's own example of a network printer: what the printer itself says counts. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../../devices/command.ts';
import type { PagePrinter } from '../../../devices/printer/contract.ts';
import { createCupsPrinter } from '../../../devices/printer/cups.ts';
import { type AvahiRig, startAvahi } from '../../rig/avahi.ts';
import { type CupsRig, startCups } from '../../rig/cups.ts';
import { type IppPrinter, startIppPrinter } from '../../rig/ipp-printer.ts';

const PPD = '/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd';
const before = process.env.CUPS_SERVER;
let folder = '';
let avahi: AvahiRig;
let cups: CupsRig;
let a5Printer: IppPrinter;
let letterPrinter: IppPrinter;
const open: PagePrinter[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipp-'));
  [avahi, cups] = await Promise.all([startAvahi(), startCups()]);
  const port = 20_000 + (process.pid % 20_000);
  a5Printer = await startIppPrinter(avahi, { name: 'A5', port, folder, ppd: PPD });
  letterPrinter = await startIppPrinter(avahi, { name: 'Letter', port: port + 1, folder });
  process.env.CUPS_SERVER = cups.server;
  await cups.addQueue('A5', a5Printer.uri, 'everywhere');
  await cups.addQueue('LETTER', letterPrinter.uri, 'everywhere');
}, 60_000);
afterAll(async () => {
  if (before === undefined) delete process.env.CUPS_SERVER;
  else process.env.CUPS_SERVER = before;
  await Promise.all(open.map((printer) => printer.close()));
  await Promise.all([a5Printer?.stop(), letterPrinter?.stop()]);
  await cups?.stop();
  await avahi?.stop();
  await rm(folder, { recursive: true, force: true });
});

function printerOn(queue: string): PagePrinter {
  const printer = createCupsPrinter({ id: 'p', queue, tmpDir: folder });
  open.push(printer);
  return printer;
}

function a5(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const document = new PDFDocument({ size: 'A5' });
    document.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    document.fontSize(24).text('Phieu');
    document.end();
  });
}
const job = (title: string) => ({ id: 'job', title, media: 'A5', copies: 1 }) as const;

test('a sheet that the printer took is called printed, on its own word', async () => {
  expect(await printerOn('A5').print(await a5(), job('good'))).toMatchObject({ outcome: 'printed' });
  expect((await readdir(folder)).filter((name) => /good/.test(name))).not.toEqual([]);
}, 60_000);

test('a printer that has no such sheets refuses: not printed, though CUPS calls the job completed', async () => {
  expect(await printerOn('LETTER').print(await a5(), job('refused'))).toEqual({
    outcome: 'not-printed',
    code: 'MC-PRN-07',
  });
  expect((await runCommand('lpstat', ['-W', 'completed', '-o', 'LETTER'], 5000)).stdout).toMatch(/^LETTER-\d+ /);
}, 60_000);

test('a tray that is empty by the printer’s own form is a warning, once it was asked', async () => {
  await letterPrinter.setSheets(0);
  const printer = printerOn('LETTER');
  // CUPS learns of it with the next job.
  await printer.print(await a5(), job('asks'));
  expect(await printer.status()).toMatchObject({ state: expect.stringMatching(/ready|attention/) });
  expect((await runCommand('lpstat', ['-l', '-p', 'LETTER'], 5000)).stdout).toMatch(/Alerts: .*media-empty/);
  expect(await printer.status()).toEqual({ state: 'ready', warning: 'MC-PRN-04' });
}, 60_000);
