/** LED boards on a real serial device: what a maker's board would read at the far end of a pair made by socat. */
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import type { QueueBoard } from '../../../devices/queue-board/contract.ts';
import { type BoardFraming, boardFraming } from '../../../devices/queue-board/framings.ts';
import { createLedBoard } from '../../../devices/queue-board/led-serial.ts';
import { createSerialPair, type SerialPair } from '../../rig/serial-pair.ts';

const ports = createPorts({ log: silentLog });
afterAll(() => ports.close());
const LIMIT = { timeout: 10_000 };

let folder = '';
let pair: SerialPair;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'board-'));
  pair = await createSerialPair(folder, 'board');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await pair.cut();
  await rm(folder, { recursive: true, force: true });
});

function hang(framingId: string, boards: Readonly<Record<string, number>> = {}, over: Partial<BoardFraming> = {}) {
  const framing = boardFraming(framingId);
  if (!framing) throw new Error(`no framing ${framingId}`);
  const board = createLedBoard({
    id: 'led',
    path: pair.port,
    baudRate: 9600,
    framing: { ...framing, gapMs: 5, ...over },
    boards,
    ports,
    log: silentLog,
    backOff: { first: 50, longest: 200 },
  });
  open.push(board);
  return board;
}

/** The boards at the other end of the cable: every byte that reached them. */
function farEnd(): { hex(): string } {
  const seen: Buffer[] = [];
  const stream: ReadStream = createReadStream(`${pair.port}-far`);
  stream.on('data', (bytes) => seen.push(Buffer.from(bytes)));
  // The far end goes with the cable.
  stream.on('error', () => undefined);
  open.push({ close: async () => void stream.destroy() });
  return { hex: () => Buffer.concat(seen).toString('hex') };
}

const ready = (board: QueueBoard): Promise<void> =>
  expect.poll(async () => (await board.status()).state, LIMIT).toBe('ready');

test('a call reaches the board of its desk as the maker’s bytes', async () => {
  const far = farEnd();
  const board = hang('id-digits-sum', { '3': 5 });
  await board.show({ ticket: 'A 999', desk: 3 });
  await expect.poll(far.hex, LIMIT).toBe('0503e7ef');
  await board.show({ ticket: 'A 012', desk: 4 });
  await board.show({ ticket: 'B 001', desk: 3 });
  await expect.poll(far.hex, LIMIT).toBe('0503e7ef05000106');
});

test('without a list of boards each has its desk’s number; two desks on one line do not mix', async () => {
  const far = farEnd();
  const board = hang('id-digits-sum');
  await ready(board);
  await Promise.all([board.show({ ticket: 'A 001', desk: 1 }), board.show({ ticket: 'B 002', desk: 2 })]);
  await expect.poll(far.hex, LIMIT).toBe('0100010202000204');
});

test('a board that is away delays no call, and shows only the newest when it is back', async () => {
  await pair.cut();
  const board = hang('colon-digits-sum');
  for (let number = 1; number <= 200; number += 1)
    await board.show({ ticket: `A ${String(number).padStart(3, '0')}`, desk: 1 });
  await expect.poll(async () => board.status(), LIMIT).toEqual({ state: 'absent', code: 'MC-DEV-02' });
  await pair.restore();
  const far = farEnd();
  await expect.poll(far.hex, LIMIT).toBe('3a00c80001030a');
});

test('the cable is pulled and put back: the present number stands there again, the state follows and is told', async () => {
  const board = hang('id-digits-sum');
  const told: string[] = [];
  board.onChange?.(() => void board.status().then(({ state }) => told.push(state)));
  await ready(board);
  await board.show({ ticket: 'A 007', desk: 1 });
  await pair.cut();
  await expect.poll(async () => (await board.status()).state, LIMIT).toBe('absent');
  await pair.restore();
  const far = farEnd();
  await expect.poll(far.hex, LIMIT).toBe('01000708');
  expect(told).toContain('absent');
  expect(told.at(-1)).toBe('ready');
});

test('the present numbers are sent again from time to time, for a board that was switched off and on', async () => {
  const far = farEnd();
  const board = hang('id-digits-sum', {}, { repeatMs: 50 });
  await board.show({ ticket: 'A 007', desk: 1 });
  await expect.poll(far.hex, LIMIT).toMatch(/^(01000708){3}/);
});

test('a port that somebody else has says so; nothing is sent after the close', async () => {
  const far = farEnd();
  const holder = await ports.open(
    { type: 'serial', path: pair.port, baudRate: 9600 },
    { onData: () => undefined, onLost: () => undefined },
  );
  const board = hang('id-digits-sum');
  await board.status();
  await expect.poll(async () => board.status(), LIMIT).toEqual({ state: 'attention', code: 'MC-DEV-03' });
  await board.show({ ticket: 'A 007', desk: 1 });
  await board.close();
  await holder.close();
  const next = hang('id-digits-sum');
  await next.show({ ticket: 'A 008', desk: 1 });
  await expect.poll(far.hex, LIMIT).toBe('01000809');
});
