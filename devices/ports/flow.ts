/**
 * Keeps a line that sends without end from eating the PC: more than a device of its kind can mean is left unread in the
 * system's own buffer, which is bounded, and read later. Nothing is held here.
 */
import type { Line } from './line.ts';

/** Bytes a second that a line may bring for long; 115,200 baud is 11,520 and a full-speed HID device 64,000. */
const RATE = 256_000;
/** Bytes that may come at once. */
const BURST = 1_000_000;
/** A line that sends for hours is noted once in this many milliseconds, not thirty times a second. */
const NOTE_MS = 60_000;

export interface Flow {
  took(bytes: number): void;
  /** What was taken cannot be passed on for now. */
  hold(): void;
  release(): void;
  /** The line is closed: it is not touched again. */
  stop(): void;
}

export function createFlow(line: Pick<Line, 'pause' | 'resume'>, onSlowed: () => void): Flow {
  let level = BURST;
  let seen = performance.now();
  let slowed: NodeJS.Timeout | undefined;
  let noted = Number.NEGATIVE_INFINITY;
  let held = false;
  let reading = true;
  let stopped = false;

  const settle = (): void => {
    const wanted = !held && slowed === undefined;
    if (stopped || wanted === reading) return;
    reading = wanted;
    if (reading) line.resume();
    else line.pause();
  };
  const slow = (ms: number): void => {
    if (seen - noted >= NOTE_MS) {
      noted = seen;
      onSlowed();
    }
    slowed = setTimeout(() => {
      slowed = undefined;
      settle();
    }, ms);
    settle();
  };

  return {
    took: (bytes) => {
      const now = performance.now();
      level = Math.min(BURST, level + ((now - seen) / 1000) * RATE) - bytes;
      seen = now;
      if (level < 0 && slowed === undefined) slow((-level / RATE) * 1000 + 50);
    },
    hold: () => {
      held = true;
      settle();
    },
    release: () => {
      held = false;
      settle();
    },
    stop: () => {
      clearTimeout(slowed);
      stopped = true;
    },
  };
}
