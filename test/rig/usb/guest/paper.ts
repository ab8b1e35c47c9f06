/** A printer's electronics behind the gadget's printer function: its cable may go and come, its memory stays powered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createEscposInterpreter } from '../../../../devices/printer/escpos-interpreter.ts';
import type { Slip } from '../../../../devices/printer/paper-roll.ts';
import type { Channel } from './channel.ts';
import { DOTS } from './pattern.ts';

export interface RigPaper {
  /** Reads from this end of the cable until `unplugged`. */
  plugged(channel: Channel): void;
  /** Resolves when nothing more is read: the file can be closed. */
  unplugged(): Promise<void>;
  /** Bytes that arrived so far; questions (DLE EOT) are a few, a slip is many. */
  readonly received: number;
  /** Reads nothing once so many bytes have arrived, as a printer does whose buffer is full; resolves then. */
  stopAfter(bytes: number): Promise<void>;
  readOn(): void;
  /** Every piece that hangs out or was cut off. */
  slips(): readonly Slip[];
  readonly strayText: number;
  stop(): void;
}

/** Soon after bytes there are more; else a look now and then is enough, and spares the emulated processor. */
const LOOK_MS = 4;
const LOOK_RARELY_MS = 40;
const OFTEN_FOR_MS = 1000;
const BUFFER = 32_768;

export function createPaper(): RigPaper {
  const electronics = createEscposInterpreter({ dots: DOTS, now: Date.now, rowsPerSecond: 4000 });
  let channel: Channel | undefined;
  let reading: Promise<void> = Promise.resolve();
  let received = 0;
  let stopAt = Number.POSITIVE_INFINITY;
  let stopped: () => void = () => undefined;
  // One cable for all time: half a command that was read stays read when the plug is pulled.
  const cable = electronics.plug((bytes) => {
    // An answer that the host does not fetch is lost, as on any printer.
    void channel?.write(bytes, 1000).catch(() => undefined);
  });

  const readable = (): boolean => received < stopAt && electronics.held < BUFFER;
  async function readFrom(mine: Channel): Promise<void> {
    let last = 0;
    while (channel === mine) {
      const bytes = readable() ? readNow(mine) : undefined;
      if (bytes) {
        last = performance.now();
        take(bytes);
      } else await sleep(performance.now() - last < OFTEN_FOR_MS ? LOOK_MS : LOOK_RARELY_MS);
    }
  }
  function take(bytes: Uint8Array): void {
    received += bytes.length;
    cable.receive(bytes);
    if (received >= stopAt) stopped();
  }
  /** The host's end is gone before ours is. */
  function readNow(mine: Channel): Uint8Array | undefined {
    try {
      return mine.read();
    } catch {
      return undefined;
    }
  }

  return {
    plugged: (to) => {
      channel = to;
      reading = readFrom(to);
    },
    unplugged: async () => {
      channel = undefined;
      await reading;
    },
    get received() {
      return received;
    },
    stopAfter: (bytes) => {
      stopAt = received + bytes;
      return new Promise((resolve) => {
        stopped = resolve;
      });
    },
    readOn: () => {
      stopAt = Number.POSITIVE_INFINITY;
    },
    slips: electronics.slips,
    get strayText() {
      return electronics.strayText;
    },
    stop: electronics.stop,
  };
}
