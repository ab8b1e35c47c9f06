/**
 * How LED boards want a number written on their line, as data: there is no standard, each maker has its own frame. Pure.
 *
 * Sources: the makers' own sheets for their RS-485 boards, 9600 baud, 8 data bits, no parity. `id-digits-sum`: board number,
 * high byte, low byte, sum; `05 03 E7 EF` shows 999 on board 5. `colon-digits-sum`: start 3A, colour (00 green, 01 yellow,
 * 02 red), low byte, high byte, message 01, sum, end 0A; `3A 00 78 03 01 B6 0A` shows 888 in green; it names no board.
 */

/** One byte of a frame. `sum`: the low byte of the sum of all bytes before it. */
export type FramePart = number | 'board' | 'high' | 'low' | 'sum';

export interface BoardFraming {
  readonly id: string;
  readonly label: string;
  readonly parts: readonly FramePart[];
  /** Digits that the board has; a longer number is not sent. */
  readonly digits: number;
  /** The digit that stands for a letter before a three-digit number; a letter without one is dropped (A 012 shows 012). */
  readonly letters: Readonly<Record<string, number>>;
  /** Pause after a frame, in milliseconds: boards tell frames apart by it. */
  readonly gapMs: number;
  /** How often the present numbers are sent again, in milliseconds: a board tells nobody that it was switched off and on. */
  readonly repeatMs: number;
}

const idDigitsSum: BoardFraming = {
  id: 'id-digits-sum',
  label: 'Số bảng, số, tổng (4 byte)',
  parts: ['board', 'high', 'low', 'sum'],
  digits: 3,
  letters: {},
  gapMs: 50,
  repeatMs: 30_000,
};
const colonDigitsSum: BoardFraming = {
  ...idDigitsSum,
  id: 'colon-digits-sum',
  label: '3A … tổng 0A (7 byte), số xanh',
  parts: [0x3a, 0x00, 'low', 'high', 0x01, 'sum', 0x0a],
};

export const BOARD_FRAMINGS: readonly BoardFraming[] = [
  idDigitsSum,
  {
    ...idDigitsSum,
    id: 'id-digits-sum-4',
    label: 'Số bảng, số, tổng (4 byte), bốn chữ số, A–I thành 1–9',
    digits: 4,
    letters: Object.fromEntries([...'ABCDEFGHI'].map((letter, index) => [letter, index + 1])),
  },
  colonDigitsSum,
  {
    ...colonDigitsSum,
    id: 'colon-digits-sum-red',
    label: '3A … tổng 0A (7 byte), số đỏ',
    parts: [0x3a, 0x02, 'low', 'high', 0x01, 'sum', 0x0a],
  },
];

export const boardFraming = (id: string): BoardFraming | undefined => BOARD_FRAMINGS.find((one) => one.id === id);

/** Whether the frame names the board that it is for; else every board on the line shows it. */
export const isAddressed = ({ parts }: BoardFraming): boolean => parts.includes('board');

const TICKET = /^([A-Z])\s?(\d{1,3})$/;

/** What the board shows for a ticket (`A 012`); undefined for what is no ticket or has more digits than the board. */
export function numberOnBoard({ digits, letters }: BoardFraming, ticket: string): number | undefined {
  const [, letter = '', text] = TICKET.exec(ticket) ?? [];
  if (text === undefined) return undefined;
  const number = (letters[letter] ?? 0) * 1000 + Number(text);
  return number < 10 ** digits ? number : undefined;
}

/** `board`: its address on the line, 0 to 255. `number`: up to 65535. */
export function encodeFrame({ parts }: BoardFraming, board: number, number: number): Uint8Array {
  const values = { board, high: number >> 8, low: number & 0xff };
  const bytes: number[] = [];
  for (const part of parts) {
    const named = part === 'sum' || typeof part === 'number' ? part : values[part];
    bytes.push(named === 'sum' ? sumOf(bytes) : named);
  }
  return Uint8Array.from(bytes);
}

const sumOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
