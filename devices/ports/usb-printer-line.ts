/**
 * A printer of the USB printer class, as Linux' usblp gives it (/dev/usb/lp*). Learned on real parts: a read without data
 * blocks its thread for good, so the file is opened non-blocking and asked; an unplugged one answers ENODEV. A block handed
 * over non-blocking is only presumed sent, and its failure shows at the next call: an empty write asks for it.
 */
import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortEvents } from './contract.ts';
import { type AddressOf, createLineEnd, type Line, type LineEnd } from './line.ts';
import { fileAt, watchPlace } from './place-watch.ts';

/** usblp's own block. */
const BLOCK = 8192;
/** How soon a full printer is tried again, and how soon an answer is looked for: often after a question, rarely else; milliseconds. */
const RETRY_MS = 5;
const ASK_OFTEN_MS = 10;
const ASK_RARELY_MS = 200;
const OFTEN_FOR_MS = 2000;

const { O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
const notYet = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

export async function openUsbPrinterLine(address: AddressOf<'usb-printer'>, events: PortEvents): Promise<Line> {
  if (process.platform !== 'linux') throw new Error('no such device: USB printer files exist on Linux only');
  const file = await open(address.path, O_RDWR | O_NONBLOCK | O_NOCTTY);
  const end = createLineEnd(events);
  const stopLooking = watchPlace(
    () => fileAt(address.path),
    () => end.lost('its place is empty'),
  );
  const state = { wroteAt: performance.now(), paused: false };
  const reading = readOn(file, end, events, state);
  let writing: Promise<void> = Promise.resolve();
  const shut = async (): Promise<void> => {
    stopLooking();
    await Promise.all([reading, writing]);
    await file.close();
  };
  const close = (): Promise<void> => {
    end.closed();
    closing ??= shut();
    return closing;
  };
  let closing: Promise<void> | undefined;
  // A lost line gives its file back by itself.
  void reading.then(() => {
    closing ??= shut();
  });
  return {
    write: (bytes) =>
      end.guard(() => {
        const mine = writing.then(() => writeAll(file, bytes, end, state));
        writing = mine.catch(() => undefined);
        return mine;
      }),
    pause: () => {
      state.paused = true;
    },
    resume: () => {
      state.paused = false;
    },
    close,
    abort: close,
  };
}

interface LineState {
  wroteAt: number;
  paused: boolean;
}

async function readOn(file: FileHandle, end: LineEnd, events: PortEvents, state: LineState): Promise<void> {
  const buffer = new Uint8Array(BLOCK);
  while (!end.ended) {
    const got = state.paused ? 0 : await readOnce(file, buffer, end);
    if (got > 0 && !end.ended) events.onData(buffer.slice(0, got));
    if (got === 0) await sleep(performance.now() - state.wroteAt < OFTEN_FOR_MS ? ASK_OFTEN_MS : ASK_RARELY_MS);
  }
}

async function readOnce(file: FileHandle, buffer: Uint8Array, end: LineEnd): Promise<number> {
  try {
    return (await file.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if (!notYet(error) && !cannotRead(error)) end.lost(error);
    return 0;
  }
}

/** A printer that only listens refuses every read; it can print all the same. */
const cannotRead = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EINVAL';

async function writeAll(file: FileHandle, bytes: Uint8Array, end: LineEnd, state: LineState): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += await offer(file, bytes.subarray(at, at + BLOCK), end, state);
  await offer(file, new Uint8Array(0), end, state);
}

/** How many bytes were taken; waits while the printer takes none. */
async function offer(file: FileHandle, block: Uint8Array, end: LineEnd, state: LineState): Promise<number> {
  for (;;) {
    if (end.ended) throw new Error('the line ended');
    state.wroteAt = performance.now();
    try {
      return (await file.write(block)).bytesWritten;
    } catch (error) {
      if (!notYet(error)) {
        end.lost(error);
        throw error;
      }
      await sleep(RETRY_MS);
    }
  }
}
