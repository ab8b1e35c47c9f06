/** Chance that can be drawn again: the same seed gives the same story, though never the same instruction under a kill. */
import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** Version 7 in form; the time part keeps them in the order in which they were drawn at different instants. */
  uuid7(at: number): string;
}

/** Mulberry32: 32 bits of state are plenty for a story. */
const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

export function randomOf(seed: number): Random {
  const next = mulberry32(seed);
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    next,
    whole,
    pick: (list) => {
      const chosen = list[whole(list.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    uuid7: (at) => {
      const time = hex(at, 12);
      const tail = `${hex(whole(2 ** 24), 6)}${hex(whole(2 ** 24), 6)}`;
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(whole(4096), 3)}-${hex(0x8000 + whole(0x4000), 4)}-${tail}`;
    },
  };
}

/** The seed of a round: of the run's seed, the scenario's name and its number, so that each can be drawn by itself. */
export const seedOf = (run: number, name: string, number: number): number =>
  createHash('sha256').update(`${run} ${name} ${number}`).digest().readUInt32BE();
