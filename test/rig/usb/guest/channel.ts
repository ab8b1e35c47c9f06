/** A device file of the gadget's side, read and written without blocking a thread: the kernel is asked again until it takes. */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Channel {
  /** Rejects when not everything is taken within `limitMs`. */
  write(bytes: Uint8Array, limitMs?: number): Promise<void>;
  /** What is there now; undefined: nothing. Throws when the host is gone. */
  read(): Uint8Array | undefined;
  close(): void;
}

const { O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
const AGAIN_MS = 2;
const LIMIT_MS = 20_000;
const BLOCK = 8192;

const notYet = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

/** The call's answer, or 0 where the kernel says "not yet". */
function orNothing(call: () => number): number {
  try {
    return call();
  } catch (error) {
    if (notYet(error)) return 0;
    throw error;
  }
}

export function openChannel(path: string): Channel {
  const file = openSync(path, O_RDWR | O_NONBLOCK | O_NOCTTY);
  const buffer = new Uint8Array(BLOCK);
  let closed = false;
  return {
    write: async (bytes, limitMs = LIMIT_MS) => {
      const until = performance.now() + limitMs;
      for (let at = 0; at < bytes.length; ) {
        const took = orNothing(() => writeSync(file, bytes, at));
        at += took;
        if (took > 0) continue;
        if (performance.now() > until) throw new Error(`${path} takes nothing`);
        await sleep(AGAIN_MS);
      }
    },
    read: () => {
      const got = closed ? 0 : orNothing(() => readSync(file, buffer));
      return got > 0 ? buffer.slice(0, got) : undefined;
    },
    close: () => {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
