/** The paper of a printer without metal: rows burnt onto a roll, cut into slips, until the roll ends. */
import type { Bitmap } from './contract.ts';

export interface Slip {
  readonly id: number;
  readonly at: number;
  readonly bitmap: Bitmap;
  readonly cut: boolean;
}

export interface PaperRoll {
  /** One row of dots; shorter ones are padded with white, longer ones cut at the head's edge. */
  burn(row: Uint8Array): void;
  cut(): void;
  /** The roll ends after so many more rows; undefined: never. */
  setRowsLeft(rows: number | undefined): void;
  readonly ended: boolean;
  /** A new roll: what hung from the old one is a piece by itself. */
  replace(): void;
  slips(): readonly Slip[];
  tearOff(): void;
}

const MAX_SLIPS = 50;
/** The longest piece kept in memory: 5 m at 8 rows a millimetre. */
const MAX_ROWS = 40_000;

export function createPaperRoll(dots: number, now: () => number): PaperRoll {
  const rowBytes = dots / 8;
  let slips: readonly Slip[] = [];
  let rows: Uint8Array[] = [];
  let nextId = 1;
  let rowsLeft: number | undefined;

  const piece = (cut: boolean): Slip => {
    const data = new Uint8Array(rowBytes * rows.length);
    rows.forEach((row, index) => {
      data.set(row, index * rowBytes);
    });
    return { id: nextId, at: now(), bitmap: { width: dots, height: rows.length, data }, cut };
  };
  const finish = (cut: boolean): void => {
    if (rows.length === 0) return;
    slips = [...slips, piece(cut)].slice(-MAX_SLIPS);
    nextId += 1;
    rows = [];
  };

  return {
    burn: (dotsOfRow) => {
      const row = new Uint8Array(rowBytes);
      row.set(dotsOfRow.subarray(0, rowBytes));
      if (rows.length < MAX_ROWS) rows.push(row);
      if (rowsLeft !== undefined) rowsLeft = Math.max(0, rowsLeft - 1);
    },
    cut: () => finish(true),
    setRowsLeft: (left) => {
      rowsLeft = left;
    },
    get ended() {
      return rowsLeft === 0;
    },
    replace: () => {
      rowsLeft = undefined;
      finish(false);
    },
    slips: () => (rows.length > 0 ? [...slips, piece(false)] : slips),
    tearOff: () => {
      slips = [];
      rows = [];
    },
  };
}
