/** Boards over the desks, with a whole station: a call reaches an LED board on a real line, and no board holds up a call. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { createSerialPair, type SerialPair } from '../rig/serial-pair.ts';
import { startTestStation, type TestStation } from './fixture.ts';

const LIMIT = { timeout: 10_000 };
let folder = '';
let pair: SerialPair;
let station: TestStation | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'boards-'));
  pair = await createSerialPair(folder, 'board');
});
afterEach(async () => {
  await station?.end();
  station = undefined;
  await pair.cut();
  await rm(folder, { recursive: true, force: true });
});

const ledBoard = (path: string): DeviceConfig => ({
  id: 'led',
  name: 'Bảng LED',
  kind: 'queue-board',
  driver: 'led-serial',
  path,
  baudRate: 9600,
  framing: 'id-digits-sum',
  boards: {},
});

/** What boards on the line see: which board shows which number now. `off` switches them off and on. */
function hangBoards(far: string): { shown(): Readonly<Record<number, number>>; off(): void } {
  const stream = createReadStream(far);
  let bytes = Buffer.alloc(0);
  stream.on('data', (more) => {
    bytes = Buffer.concat([bytes, Buffer.from(more)]);
  });
  stream.on('error', () => stream.destroy());
  return {
    off: () => {
      bytes = Buffer.alloc(0);
    },
    shown: () => {
      const frames = Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.subarray(index * 4));
      return Object.fromEntries(frames.map((frame) => [frame.readUInt8(0), frame.readUInt16BE(1)]));
    },
  };
}

/** The sample desk is number 2 and takes the letters A and B. */
async function callOne(): Promise<{ readonly desk: number; readonly number: number }> {
  if (!station) throw new Error('no station');
  const kiosk = await station.client('kiosk');
  await kiosk.kiosk.takeTicket.mutate({ id: uuidv7(), letter: 'A', priority: false });
  const { serving } = await (await station.client('counter')).queue.callNext.mutate();
  if (serving?.desk === undefined) throw new Error('nobody was called');
  return { desk: serving.desk, number: serving.number };
}

test('a call stands on the desk’s board, and again after the station was restarted', async () => {
  const boards = hangBoards(`${pair.port}-far`);
  station = await startTestStation({ devices: [ledBoard(pair.port)] });
  const call = await callOne();
  await expect.poll(boards.shown, LIMIT).toEqual({ [call.desk]: call.number });
  boards.off();
  station = await station.restart();
  await expect.poll(boards.shown, LIMIT).toEqual({ [call.desk]: call.number });
});

test('a board that hangs nowhere holds up no call, and is seen as unplugged', async () => {
  station = await startTestStation({ devices: [ledBoard(join(folder, 'nowhere'))] });
  await callOne();
  const counter = await station.client('counter');
  await expect
    .poll(async () => (await counter.devices.list.query()).map(({ state, code }) => [state, code]), LIMIT)
    .toEqual([['absent', 'MC-DEV-02']]);
  await callOne();
});

test('a trial shows 888; once it was answered for, the present call stands there again', async () => {
  const boards = hangBoards(`${pair.port}-far`);
  station = await startTestStation({ devices: [ledBoard(pair.port)] });
  const technician = await station.client('setup');
  await technician.devices.testBoard.mutate({ id: 'led' });
  await expect.poll(boards.shown, LIMIT).toEqual({ 2: 888 });
  await technician.devices.noteTest.mutate({ id: 'led', ok: true, observed: '888' });
  await expect.poll(boards.shown, LIMIT).toEqual({ 2: 0 });
  const call = await callOne();
  await technician.devices.testBoard.mutate({ id: 'led' });
  await technician.devices.noteTest.mutate({ id: 'led', ok: false, observed: '' });
  await expect.poll(boards.shown, LIMIT).toEqual({ [call.desk]: call.number });
});
