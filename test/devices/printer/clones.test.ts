/** Printers that speak ESC/POS in their own way, each as a small server: what an officer is told must still be true. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Bitmap, ReceiptPrinter } from '../../../devices/printer/contract.ts';
import { createEscposTcpPrinter } from '../../../devices/printer/escpos-tcp.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Answers to a question found anywhere in the bytes, even inside a picture, as real-time commands are. */
type Dialect = (question: 'status' | 'queued', n: number) => number | undefined;

function answersTo(bytes: Uint8Array, dialect: Dialect): readonly number[] {
  const answers: (number | undefined)[] = [];
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const n = bytes[at + 2] ?? 0;
    if (bytes[at] === 0x10 && bytes[at + 1] === 0x04) answers.push(dialect('status', n));
    if (bytes[at] === 0x1d && bytes[at + 1] === 0x72) answers.push(dialect('queued', n));
  }
  return answers.filter((byte) => byte !== undefined);
}

async function clone(dialect: Dialect): Promise<{ readonly printer: ReceiptPrinter; readonly received: () => number }> {
  let received = 0;
  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.length;
      const answers = answersTo(bytes, dialect);
      if (answers.length > 0 && socket.writable) socket.write(Uint8Array.from(answers));
    });
  };
  const server: Server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const printer = createEscposTcpPrinter({
    id: 'p',
    address: async () => ({ host: '127.0.0.1', port }),
    dots: 576,
    patienceMs: 1000,
  });
  closing.push(async () => {
    await printer.close();
    server.close();
  });
  return { printer, received: () => received };
}

const slip: Bitmap = { width: 576, height: 100, data: new Uint8Array(7200) };
const job = { id: 'job', copies: 1 };

test('answers DLE EOT but not GS r: printed, on the weaker word, which the evidence says', async () => {
  const { printer } = await clone((question) => (question === 'status' ? 0x12 : undefined));
  expect(await printer.print(slip, job)).toEqual({
    outcome: 'printed',
    evidence: 'DLE EOT ready after the print time',
  });
});

test('answers only the first question: ready within the time, and the paper is simply not known', async () => {
  const { printer } = await clone((question, n) => (question === 'status' && n === 1 ? 0x16 : undefined));
  expect(await printer.status()).toEqual({ state: 'ready' });
});

test('a picture that contains the bytes of a status question does not confuse the evidence', async () => {
  const { printer } = await clone((question) => (question === 'status' ? 0x12 : 0x00));
  const tricky: Bitmap = {
    ...slip,
    data: new Uint8Array(7200).map((_, index) => [0x10, 0x04, 0x01, 0x00][index % 4] ?? 0),
  };
  expect(await printer.print(tricky, job)).toMatchObject({ outcome: 'printed' });
});

test('an answer of another printer language is no answer: unknown, and the job is uncertain', async () => {
  const { printer, received } = await clone(() => 0x80);
  expect(await printer.status()).toEqual({ state: 'unknown' });
  expect(await printer.print(slip, job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-05' });
  expect(received()).toBeGreaterThan(7200);
});

test('the cover opens right after the last band: uncertain, with the reason', async () => {
  let asked = 0;
  const { printer } = await clone((question, n) => {
    if (question === 'queued') return undefined;
    asked += 1;
    return n === 2 && asked > 4 ? 0x16 : 0x12;
  });
  expect(await printer.print(slip, job)).toEqual({ outcome: 'uncertain', code: 'MC-PRN-02' });
});
