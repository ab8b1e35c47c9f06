import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Bitmap, ReceiptPrinter } from '../../../devices/printer/contract.ts';
import { createEscposInterpreter, type EscposInterpreter } from '../../../devices/printer/escpos-interpreter.ts';
import { type EscposServer, startEscposServer } from '../../../devices/printer/escpos-server.ts';
import { createEscposTcpPrinter } from '../../../devices/printer/escpos-tcp.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A slip whose every row differs, so that a lost, doubled or shifted row shows. */
function pattern(height: number, width = 576): Bitmap {
  const stride = width / 8;
  const data = new Uint8Array(stride * height).map(
    (_, index) => (Math.floor(index / stride) * 31 + (index % stride) * 7) & 0xff,
  );
  return { width, height, data };
}

interface Bench {
  readonly paper: EscposInterpreter;
  readonly server: EscposServer;
  readonly printer: ReceiptPrinter;
}

async function bench(
  options: { readonly patienceMs?: number; readonly bytesPerSecond?: number; readonly rowsPerSecond?: number } = {},
): Promise<Bench> {
  const paper = createEscposInterpreter({ dots: 576, now: () => 1, rowsPerSecond: options.rowsPerSecond ?? 20_000 });
  const server = await startEscposServer(paper);
  const printer = createEscposTcpPrinter({
    id: 'p',
    address: async () => ({ host: '127.0.0.1', port: server.port }),
    dots: 576,
    rowsPerSecond: 20_000,
    patienceMs: 1000,
    ...options,
  });
  closing.push(async () => {
    await printer.close();
    await server.close();
  });
  return { paper, server, printer };
}

const job = { id: 'job', copies: 1 };

function rowsEqual(paper: EscposInterpreter, slip: number, sent: Bitmap): boolean {
  const seen = paper.slips()[slip];
  return (
    seen !== undefined && Buffer.from(seen.bitmap.data.subarray(0, sent.data.length)).equals(Buffer.from(sent.data))
  );
}

test('a slip of several bands comes out dot for dot, once, cut, and is called printed on the printer’s word', async () => {
  const { paper, printer } = await bench();
  const sent = pattern(700);
  const outcome = await printer.print(sent, job);
  expect(outcome).toMatchObject({ outcome: 'printed', evidence: expect.stringContaining('GS r') });
  expect(paper.slips()).toHaveLength(1);
  expect(paper.slips()[0]?.cut).toBe(true);
  expect(rowsEqual(paper, 0, sent)).toBe(true);
  expect(paper.strayText).toBe(0);
});

test('two copies are two slips', async () => {
  const { paper, printer } = await bench();
  expect(await printer.print(pattern(40), { id: 'job', copies: 2 })).toMatchObject({ outcome: 'printed' });
  expect(paper.slips()).toHaveLength(2);
});

test('jobs sent at once come out one after another, each whole', async () => {
  const { paper, printer } = await bench();
  const slips = [pattern(300), pattern(120), pattern(60)];
  const outcomes = await Promise.all(
    slips.map((slip, index) => printer.print(slip, { id: `job-${index}`, copies: 1 })),
  );
  expect(outcomes.map((one) => one.outcome)).toEqual(['printed', 'printed', 'printed']);
  slips.forEach((slip, index) => {
    expect(rowsEqual(paper, index, slip)).toBe(true);
  });
});

test('while a job runs the status is busy, and asking does not disturb it', async () => {
  const { printer, paper } = await bench({ rowsPerSecond: 2000 });
  const printing = printer.print(pattern(500), job);
  expect(await printer.status()).toEqual({ state: 'busy' });
  expect(await printing).toMatchObject({ outcome: 'printed' });
  expect(paper.slips()).toHaveLength(1);
});

test.each([
  ['cover-open', 'MC-PRN-02'],
  ['out', 'MC-PRN-03'],
] as const)('%s before the job: said so, nothing is sent, safe to repeat', async (state, code) => {
  const { paper, printer } = await bench();
  paper.setPaper(state);
  expect(await printer.status()).toEqual({ state: 'attention', code });
  expect(await printer.print(pattern(100), job)).toEqual({ outcome: 'not-printed', code });
  paper.setPaper('ok');
  expect(await printer.print(pattern(100), job)).toMatchObject({ outcome: 'printed' });
  expect(paper.slips()).toHaveLength(1);
});

test('paper near its end is a warning and prints', async () => {
  const { paper, printer } = await bench();
  paper.setPaper('near-end');
  expect(await printer.status()).toEqual({ state: 'ready', warning: 'MC-PRN-04' });
  expect(await printer.print(pattern(50), job)).toMatchObject({ outcome: 'printed' });
});

test('the roll ends in mid-job: uncertain with the reason, and the rest does not come out on the next slip', async () => {
  const { paper, printer } = await bench();
  paper.setRowsLeft(100);
  expect(await printer.print(pattern(700), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-03' });
  paper.tearOff();
  paper.setPaper('ok');
  const next = pattern(90);
  expect(await printer.print(next, job)).toMatchObject({ outcome: 'printed' });
  expect(paper.slips()).toHaveLength(1);
  expect(rowsEqual(paper, 0, next)).toBe(true);
});

test('the roll ends while the printer’s buffer is full: the reason is still found out', async () => {
  const { paper, printer } = await bench({ bytesPerSecond: 10_000_000, rowsPerSecond: 100_000 });
  paper.setRowsLeft(10);
  const tall = pattern(60_000);
  expect(await printer.print(tall, job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-03' });
}, 20_000);

test('the line is reset in mid-job: uncertain, an officer must look', async () => {
  const { server, printer } = await bench();
  server.setFault({ kind: 'reset-after', bytes: 20_000 });
  expect(await printer.print(pattern(700), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
});

test('nobody listens: absent, not printed', async () => {
  const { server, printer } = await bench();
  await server.close();
  expect(await printer.status()).toEqual({ state: 'absent', code: 'MC-PRN-01' });
  expect(await printer.print(pattern(10), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-01' });
});

test('a clone that never says anything: unknown, and after a job uncertain though the slip is there', async () => {
  const { paper, printer } = await bench();
  paper.setPaper('silent');
  expect(await printer.status()).toEqual({ state: 'unknown' });
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  await expect.poll(() => paper.slips().length).toBe(1);
});

test('a printer that used to answer falls silent: nothing is sent, safe to repeat', async () => {
  const { paper, printer } = await bench();
  expect(await printer.status()).toEqual({ state: 'ready' });
  paper.setPaper('silent');
  expect(await printer.status()).toEqual({ state: 'unknown', code: 'MC-PRN-01' });
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-01' });
  expect(paper.slips()).toHaveLength(0);
});

test('takes the connection and hangs: unknown, and the job ends', async () => {
  const { server, printer } = await bench({ bytesPerSecond: 1_000_000 });
  server.setFault({ kind: 'hung' });
  expect(await printer.status()).toEqual({ state: 'unknown' });
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
}, 20_000);

test('a web server on that port is no printer: unknown with its own code, nothing is sent', async () => {
  const { server, printer } = await bench();
  server.setFault({ kind: 'web-page' });
  expect(await printer.status()).toEqual({ state: 'unknown', code: 'MC-PRN-09' });
  expect(await printer.print(pattern(60), job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-09' });
  expect(server.received).toBeLessThan(30);
});

test('endless garbage is not read for ever', async () => {
  const server = createServer((socket) => {
    const pour = (): void => {
      while (socket.writable && socket.write(Buffer.alloc(65_536, 0x55)));
    };
    socket.on('error', () => undefined).on('drain', pour);
    pour();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const printer = createEscposTcpPrinter({ id: 'p', address: async () => ({ host: '127.0.0.1', port }), dots: 576 });
  expect(await printer.status()).toEqual({ state: 'unknown', code: 'MC-PRN-09' });
  await printer.close();
});

test('a slow printer is waited for, not called lost', async () => {
  const { paper, printer } = await bench({ patienceMs: 8000 });
  paper.setPaper('slow');
  expect(await printer.print(pattern(60), job)).toMatchObject({ outcome: 'printed' });
}, 30_000);

test('closing in mid-job ends it as uncertain', async () => {
  const { printer } = await bench({ rowsPerSecond: 200 });
  const printing = printer.print(pattern(600), job);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await printer.close();
  expect(await printing).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
});
