/**
 * A receipt printer without metal: it takes the bytes of an ESC/POS job and draws what a head would burn, in a head's time,
 * with a roll that ends, a cover that opens and a mouth that can stay shut. The paper shown is what the bytes decode to,
 * never what was meant. The virtual printer and the test rig are this.
 */
import type { PaperState } from '../virtual-bench.ts';
import { createEscposParser, type PrinterOp } from './escpos-parser.ts';
import { createPaperRoll, type Slip } from './paper-roll.ts';

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

const SLOW_ANSWER_MS = 600;
const SLOWER = 8;
const CLEARED: readonly number[] = [0x37, 0x25, 0x00];

type Answer = (bytes: Uint8Array) => void;

interface QueuedOp {
  readonly op: PrinterOp;
  readonly size: number;
  readonly answer: Answer;
}

/** What DLE EOT 1–4 add to their fixed bits, and GS r 1, by the paper's state. */
const STATUS_BITS: Readonly<
  Record<PaperState, { readonly n: readonly [number, number, number, number]; readonly queued: number }>
> = {
  ok: { n: [0, 0, 0, 0], queued: 0 },
  slow: { n: [0, 0, 0, 0], queued: 0 },
  silent: { n: [0, 0, 0, 0], queued: 0 },
  'near-end': { n: [0, 0, 0, 0x0c], queued: 0x03 },
  out: { n: [0x08, 0x20, 0, 0x6c], queued: 0x0f },
  'cover-open': { n: [0x08, 0x04, 0, 0], queued: 0 },
};

const rowCount = (op: PrinterOp): number => {
  if (op.op === 'raster') return op.rows;
  return op.op === 'feed' ? op.dots : 0;
};

/** What is left of an operation after its first rows, when the roll ended in it: a real printer goes on there. */
function afterRows(op: PrinterOp, done: number): PrinterOp {
  if (op.op === 'feed') return { op: 'feed', dots: op.dots - done };
  return op.op === 'raster' ? { ...op, rows: op.rows - done, data: op.data.slice(done * op.widthBytes) } : op;
}

const rowOf = (op: PrinterOp, index: number): Uint8Array =>
  op.op === 'raster' ? op.data.subarray(index * op.widthBytes, (index + 1) * op.widthBytes) : new Uint8Array(0);

export function createEscposInterpreter(options: InterpreterOptions): EscposInterpreter {
  const roll = createPaperRoll(options.dots, options.now);
  const drainListeners: (() => void)[] = [];
  const clearListeners: (() => void)[] = [];
  let queue: QueuedOp[] = [];
  let strayText = 0;
  let paper: PaperState = 'ok';
  let working: NodeJS.Timeout | undefined;
  let stopped = false;

  const offline = (): boolean => paper === 'out' || paper === 'cover-open';
  const held = (): number => queue.reduce((sum, entry) => sum + entry.size, 0);
  const reply = (answer: Answer, ...bytes: readonly number[]): void => {
    if (paper === 'silent' || stopped) return;
    if (paper === 'slow') setTimeout(() => answer(Uint8Array.from(bytes)), SLOW_ANSWER_MS);
    else answer(Uint8Array.from(bytes));
  };
  const tell = (listeners: readonly (() => void)[]): void => {
    for (const listener of listeners) listener();
  };

  /** Burns an operation's rows; answers how many before the roll ended. */
  function burnRows(op: PrinterOp): number {
    const rows = rowCount(op);
    for (let index = 0; index < rows; index += 1) {
      if (roll.ended) return index;
      roll.burn(rowOf(op, index));
    }
    return rows;
  }

  function perform({ op, answer }: QueuedOp): void {
    if (op.op === 'cut') roll.cut();
    else if (op.op === 'text') strayText += 1;
    else if (op.op === 'queued-status') reply(answer, STATUS_BITS[paper].queued);
  }

  function step(): void {
    working = undefined;
    const [entry, ...later] = queue;
    if (!entry || offline()) return;
    perform(entry);
    const burnt = burnRows(entry.op);
    queue = burnt < rowCount(entry.op) ? [{ ...entry, op: afterRows(entry.op, burnt) }, ...later] : later;
    if (roll.ended) paper = 'out';
    tell(drainListeners);
    work();
  }
  function work(): void {
    const head = queue[0];
    if (working || !head || offline() || stopped) return;
    const speed = (options.rowsPerSecond ?? 1600) / (paper === 'slow' ? SLOWER : 1);
    working = setTimeout(step, (rowCount(head.op) / speed) * 1000);
  }

  function clear(answer: Answer): void {
    queue = [];
    reply(answer, ...CLEARED);
    tell(clearListeners);
    tell(drainListeners);
  }

  /** Real-time commands are obeyed on arrival; everything else takes its turn. */
  function take(op: PrinterOp, answer: Answer): void {
    if (op.op === 'real-time-status') reply(answer, 0x12 | (STATUS_BITS[paper].n[op.n - 1] ?? 0));
    else if (op.op === 'clear') clear(answer);
    else if (op.op !== 'init') queue.push({ op, size: op.op === 'raster' ? op.data.length : 1, answer });
  }

  function plug(answer: Answer): { receive(bytes: Uint8Array): void; unplug(): void } {
    const parser = createEscposParser();
    let plugged = true;
    const back: Answer = (bytes) => {
      if (plugged) answer(bytes);
    };
    return {
      receive: (bytes) => {
        for (const op of parser.push(bytes)) take(op, back);
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
      return held();
    },
    onDrain: (listener) => void drainListeners.push(listener),
    onClear: (listener) => void clearListeners.push(listener),
    paper: () => paper,
    setPaper: (state) => {
      if (paper === 'out' && state !== 'out') roll.replace();
      paper = state;
      work();
    },
    setRowsLeft: roll.setRowsLeft,
    slips: roll.slips,
    get strayText() {
      return strayText;
    },
    tearOff: roll.tearOff,
    stop: () => {
      stopped = true;
      clearTimeout(working);
    },
  };
}
