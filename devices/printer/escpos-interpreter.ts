/**
 * A receipt printer without metal: it takes the bytes of an ESC/POS job and draws what a head would burn, in a head's time,
 * with a roll that ends, a cover that opens and a mouth that can stay shut. The paper shown is what the bytes decode to,
 * never what was meant. The virtual printer and the test rig are this.
 */
import type { PaperState } from '../virtual-bench.ts';
import type { Bitmap } from './contract.ts';
import { createEscposParser, type EscposParser, type PrinterOp } from './escpos-parser.ts';

export interface Slip {
  readonly id: number;
  readonly at: number;
  readonly bitmap: Bitmap;
  readonly cut: boolean;
}

export interface InterpreterOptions {
  readonly dots: number;
  readonly now: () => number;
  /** How fast the head is; a slow printer is an eighth of it. */
  readonly rowsPerSecond?: number;
}

export interface EscposInterpreter {
  /** A cable or connection: its bytes in, answers out. */
  plug(answer: (bytes: Uint8Array) => void): { receive(bytes: Uint8Array): void; unplug(): void };
  /** Bytes taken in but not yet printed; a transport stops reading above its buffer. */
  readonly held: number;
  /** Called whenever `held` fell. */
  onDrain(listener: () => void): void;
  /** Called when the buffers are cleared; the transport drops what it has read ahead. */
  onClear(listener: () => void): void;
  paper(): PaperState;
  setPaper(state: PaperState): void;
  /** The roll ends after so many more rows; undefined: never. */
  setRowsLeft(rows: number | undefined): void;
  slips(): readonly Slip[];
  /** Bytes that would have been printed as text: garbage, since we send raster only. */
  readonly strayText: number;
  tearOff(): void;
  stop(): void;
}

const MAX_SLIPS = 50;
/** The longest piece of paper kept in memory: 5 m at 8 rows a millimetre. */
const MAX_ROWS = 40_000;
const SLOW_ANSWER_MS = 600;

interface QueuedOp {
  readonly op: PrinterOp;
  readonly size: number;
  readonly answer: (bytes: Uint8Array) => void;
}

export function createEscposInterpreter(options: InterpreterOptions): EscposInterpreter {
  const rowBytes = options.dots / 8;
  const queue: QueuedOp[] = [];
  const drainListeners: (() => void)[] = [];
  const clearListeners: (() => void)[] = [];
  let slips: Slip[] = [];
  let rows: Uint8Array[] = [];
  let nextId = 1;
  let held = 0;
  let strayText = 0;
  let paper: PaperState = 'ok';
  let rowsLeft: number | undefined;
  let working: NodeJS.Timeout | undefined;
  let stopped = false;

  const offline = (): boolean => paper === 'out' || paper === 'cover-open';
  const answerLater = (answer: (bytes: Uint8Array) => void, byte: number): void => {
    if (paper === 'silent' || stopped) return;
    if (paper === 'slow') setTimeout(() => answer(Uint8Array.of(byte)), SLOW_ANSWER_MS);
    else answer(Uint8Array.of(byte));
  };

  function statusByte(n: number): number {
    const near = paper === 'near-end' || paper === 'out' ? 0x0c : 0;
    if (n === 1) return 0x12 | (offline() ? 0x08 : 0);
    if (n === 2) return 0x12 | (paper === 'cover-open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0);
    return n === 4 ? 0x12 | near | (paper === 'out' ? 0x60 : 0) : 0x12;
  }
  const queuedByte = (): number => (paper === 'near-end' ? 0x03 : 0) | (paper === 'out' ? 0x0f : 0);

  function burn(row: Uint8Array): void {
    if (rows.length < MAX_ROWS) rows.push(row);
    if (rowsLeft === undefined) return;
    rowsLeft -= 1;
    if (rowsLeft <= 0) {
      rowsLeft = undefined;
      paper = 'out';
    }
  }

  /** One row of a raster, padded to the head's width. */
  function rowOf(op: PrinterOp & { readonly op: 'raster' }, index: number): Uint8Array {
    const row = new Uint8Array(rowBytes);
    row.set(op.data.subarray(index * op.widthBytes, index * op.widthBytes + Math.min(op.widthBytes, rowBytes)));
    return row;
  }

  const pieceSoFar = (cut: boolean): Slip => {
    const data = new Uint8Array(rowBytes * rows.length);
    rows.forEach((row, index) => {
      data.set(row, index * rowBytes);
    });
    return { id: nextId, at: options.now(), bitmap: { width: options.dots, height: rows.length, data }, cut };
  };
  function cut(): void {
    if (rows.length === 0) return;
    slips = [...slips, pieceSoFar(true)].slice(-MAX_SLIPS);
    nextId += 1;
    rows = [];
  }

  /** Does an operation; answers how many rows of it are left when the roll ended in the middle. */
  function perform({ op, answer }: QueuedOp): number {
    if (op.op === 'cut') cut();
    else if (op.op === 'text') strayText += 1;
    else if (op.op === 'queued-status') answerLater(answer, queuedByte());
    const total = op.op === 'raster' ? op.rows : op.op === 'feed' ? op.dots : 0;
    for (let index = 0; index < total; index += 1) {
      if (offline()) return total - index;
      burn(op.op === 'raster' ? rowOf(op, index) : new Uint8Array(rowBytes));
    }
    return 0;
  }

  const timeOf = (op: PrinterOp): number => {
    const count = op.op === 'raster' ? op.rows : op.op === 'feed' ? op.dots : 0;
    const speed = (options.rowsPerSecond ?? 1600) / (paper === 'slow' ? 8 : 1);
    return (count / speed) * 1000;
  };

  /** What is left of a raster or a feed once the roll ended in it: a real printer goes on there with the new roll. */
  function remainder(entry: QueuedOp, left: number): QueuedOp | undefined {
    const { op } = entry;
    if (left === 0) return undefined;
    if (op.op === 'feed') return { ...entry, op: { op: 'feed', dots: left } };
    return op.op === 'raster' ? { ...entry, op: { ...op, rows: left, data: op.data.slice((op.rows - left) * op.widthBytes) } } : undefined;
  }

  function step(): void {
    working = undefined;
    const entry = queue.shift();
    if (!entry) return;
    const rest = remainder(entry, perform(entry));
    if (rest) queue.unshift(rest);
    else held -= entry.size;
    for (const listener of drainListeners) listener();
    work();
  }
  function work(): void {
    const head = queue[0];
    if (working || !head || offline() || stopped) return;
    working = setTimeout(step, timeOf(head.op));
  }

  function clear(answer: (bytes: Uint8Array) => void): void {
    queue.length = 0;
    held = 0;
    for (const byte of [0x37, 0x25, 0x00]) answerLater(answer, byte);
    for (const listener of [...clearListeners, ...drainListeners]) listener();
  }

  /** Real-time commands are obeyed on arrival; everything else takes its turn. */
  function take(op: PrinterOp, answer: (bytes: Uint8Array) => void): void {
    if (op.op === 'real-time-status') answerLater(answer, statusByte(op.n));
    else if (op.op === 'clear') clear(answer);
    else if (op.op !== 'init') {
      const size = op.op === 'raster' ? op.data.length : 1;
      held += size;
      queue.push({ op, size, answer });
    }
  }

  function plug(answer: (bytes: Uint8Array) => void): { receive(bytes: Uint8Array): void; unplug(): void } {
    const parser: EscposParser = createEscposParser();
    let plugged = true;
    const reply = (bytes: Uint8Array): void => {
      if (plugged) answer(bytes);
    };
    return {
      receive: (bytes) => {
        for (const op of parser.push(bytes)) take(op, reply);
        work();
      },
      unplug: () => {
        plugged = false;
      },
    };
  }

  return {
    plug,
    get held() {
      return held;
    },
    onDrain: (listener) => void drainListeners.push(listener),
    onClear: (listener) => void clearListeners.push(listener),
    paper: () => paper,
    setPaper: (state) => {
      paper = state;
      work();
    },
    setRowsLeft: (left) => {
      rowsLeft = left;
    },
    slips: () => (rows.length > 0 ? [...slips, pieceSoFar(false)] : slips),
    get strayText() {
      return strayText;
    },
    tearOff: () => {
      slips = [];
      rows = [];
    },
    stop: () => {
      stopped = true;
      clearTimeout(working);
    },
  };
}
