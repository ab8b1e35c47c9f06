/** The page printer's driver on a real CUPS: cups-pdf makes the paper, a raw queue ends at the receipt printer of the rig. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../../devices/command.ts';
import type { PagePrinter } from '../../../devices/printer/contract.ts';
import { createCupsPrinter } from '../../../devices/printer/cups.ts';
import { type CupsRig, startCups } from '../../rig/cups.ts';
import { type RigPrinter, startRigPrinter } from '../../rig/escpos-printer.ts';

let folder = '';
let cups: CupsRig;
let raw: RigPrinter;
const before = process.env.CUPS_SERVER;
const open: PagePrinter[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cups-'));
  cups = await startCups();
  raw = await startRigPrinter({ keepBytes: true, rowsPerSecond: 1_000_000 });
  process.env.CUPS_SERVER = cups.server;
  await cups.addQueue('PDF', 'cups-pdf:/', 'lsb/usr/cups-pdf/CUPS-PDF_opt.ppd');
  await cups.addQueue('RAW', `socket://127.0.0.1:${raw.port}`, 'raw');
  await cups.addQueue('NOWHERE', 'file:///dev/null', 'raw');
  await cups.addQueue('OFF', 'socket://127.0.0.1:9', 'raw');
}, 60_000);

afterEach(async () => {
  await Promise.all(open.splice(0).map((printer) => printer.close()));
});
afterAll(async () => {
  if (before === undefined) delete process.env.CUPS_SERVER;
  else process.env.CUPS_SERVER = before;
  await raw?.close();
  await cups?.stop();
  await rm(folder, { recursive: true, force: true });
});

function printerOn(queue: string, unreachableMs = 1500): PagePrinter {
  const printer = createCupsPrinter({ id: 'p', queue, tmpDir: folder, jobLimitMs: 30_000, unreachableMs });
  open.push(printer);
  return printer;
}

function a5(text: string): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const document = new PDFDocument({ size: 'A5' });
    document.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    document.fontSize(24).text(text);
    document.end();
  });
}

const job = (title: string, copies = 1): { id: string; title: string; media: 'A5'; copies: number } => ({
  id: 'job',
  title,
  media: 'A5',
  copies,
});

/** cups-pdf puts its paper into the user's own folder, under the job's title. */
async function paperOf(title: string): Promise<string | undefined> {
  const tray = join(homedir(), 'PDF');
  const name = (await readdir(tray).catch(() => [])).find((one) => one.startsWith(title));
  return name === undefined ? undefined : join(tray, name);
}

test('an A5 page comes out as one A5 page, and is called printed', async () => {
  const title = `motcua-test-${process.pid}`;
  expect(await printerOn('PDF').print(await a5('Phieu'), job(title))).toMatchObject({ outcome: 'printed' });
  const paper = await paperOf(title);
  expect(paper).toBeDefined();
  const seen = await runCommand('pdfinfo', [paper ?? ''], 10_000);
  await rm(paper ?? '', { force: true });
  expect(seen.stdout).toMatch(/Pages:\s+1\n/);
  const size =
    /Page size:\s+([\d.]+) x ([\d.]+)/
      .exec(seen.stdout)
      ?.slice(1)
      .map(Number)
      .sort((a, b) => a - b) ?? [];
  expect(Math.abs((size[0] ?? 0) - 420)).toBeLessThan(3);
  expect(Math.abs((size[1] ?? 0) - 595)).toBeLessThan(3);
}, 60_000);

test('a raw queue delivers byte for byte; since a socket cannot tell of paper, an officer is asked', async () => {
  const pdf = await a5('Phieu');
  expect(await printerOn('RAW').print(pdf, job('raw'))).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  expect(raw.bytes().equals(Buffer.from(pdf))).toBe(true);
}, 60_000);

test('a queue that writes nothing is not believed', async () => {
  expect(await printerOn('NOWHERE').print(await a5('x'), job('nowhere'))).toEqual({
    outcome: 'not-printed',
    code: 'MC-PRN-07',
  });
}, 60_000);

test('a printer that is switched off: the job is taken back, nothing came out', async () => {
  expect(await printerOn('OFF').print(await a5('x'), job('off'))).toEqual({
    outcome: 'not-printed',
    code: 'MC-PRN-01',
  });
  expect((await runCommand('lpstat', ['-W', 'not-completed', '-o', 'OFF'], 5000)).stdout).toBe('');
}, 60_000);

test('a damaged PDF ends with a code, and leaves no job behind', async () => {
  const damaged = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3000, 0xa7)]);
  expect(await printerOn('PDF').print(damaged, job('damaged'))).toMatchObject({
    outcome: expect.stringMatching(/uncertain|not-printed/),
    code: 'MC-PRN-07',
  });
  expect((await runCommand('lpstat', ['-W', 'not-completed', '-o', 'PDF'], 5000)).stdout).toBe('');
}, 60_000);

test('a queue that does not exist is absent, and takes no job', async () => {
  const printer = printerOn('NO-SUCH');
  expect(await printer.status()).toEqual({ state: 'absent', code: 'MC-PRN-07' });
  expect(await printer.print(await a5('x'), job('x'))).toEqual({ outcome: 'not-printed', code: 'MC-PRN-07' });
});

test('a paused queue asks for attention, and is ready again when resumed', async () => {
  const printer = printerOn('RAW');
  await runCommand('cupsdisable', ['RAW'], 5000);
  expect(await printer.status()).toEqual({ state: 'attention', code: 'MC-PRN-07' });
  expect(await printer.print(await a5('x'), job('x'))).toEqual({ outcome: 'not-printed', code: 'MC-PRN-07' });
  await runCommand('cupsenable', ['RAW'], 5000);
  expect(await printer.status()).toEqual({ state: 'ready' });
});

test('taken out of the queue by somebody before its turn: not printed, and said so', async () => {
  const stuck = await startRigPrinter();
  stuck.server.setFault({ kind: 'hung' });
  await cups.addQueue('STUCK', `socket://127.0.0.1:${stuck.port}`, 'raw');
  const blocker = join(folder, 'blocker');
  await writeFile(blocker, Buffer.alloc(9_000_000));
  await runCommand('lp', ['-d', 'STUCK', blocker], 5000);
  const printing = printerOn('STUCK').print(await a5('x'), job('cancelled'));
  const waiting = async () => (await runCommand('lpstat', ['-W', 'not-completed', '-o', 'STUCK'], 5000)).stdout;
  await expect.poll(waiting, { timeout: 10_000 }).toMatch(/STUCK-\d+.*STUCK-\d+/s);
  const mine = [...(await waiting()).matchAll(/^(STUCK-\d+)/gm)].at(-1)?.[1] ?? '';
  await runCommand('cancel', [mine], 5000);
  expect(await printing).toEqual({ outcome: 'not-printed', code: 'MC-PRN-14' });
  await runCommand('cancel', ['-a', 'STUCK'], 5000);
  await stuck.close();
  await rm(blocker);
}, 60_000);

test('behind others’ jobs for too long: taken back whole, and the printer is called busy', async () => {
  const stuck = await startRigPrinter();
  stuck.server.setFault({ kind: 'hung' });
  await cups.addQueue('QUEUED', `socket://127.0.0.1:${stuck.port}`, 'raw');
  const blocker = join(folder, 'blocker');
  await writeFile(blocker, Buffer.alloc(9_000_000));
  await runCommand('lp', ['-d', 'QUEUED', blocker], 5000);
  const printer = createCupsPrinter({ id: 'p', queue: 'QUEUED', tmpDir: folder, waitLimitMs: 1000 });
  open.push(printer);
  expect(await printer.print(await a5('x'), job('behind'))).toEqual({ outcome: 'not-printed', code: 'MC-PRN-12' });
  await runCommand('cancel', ['-a', 'QUEUED'], 5000);
  await stuck.close();
  await rm(blocker);
}, 60_000);

test('a queue’s name and a job’s title are arguments, never commands', async () => {
  expect(await printerOn('RAW; touch trap').status()).toEqual({ state: 'absent', code: 'MC-PRN-07' });
  expect(await readdir(folder)).toEqual([]);
});

test('no spooler at all: absent', async () => {
  process.env.CUPS_SERVER = '127.0.0.1:9';
  const status = await printerOn('PDF').status();
  process.env.CUPS_SERVER = cups.server;
  expect(status).toEqual({ state: 'absent', code: 'MC-PRN-07' });
});
