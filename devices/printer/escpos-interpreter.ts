/**
 * A receipt printer without metal: it takes the bytes of an ESC/POS job and draws what a head would burn, in a head's time,
 * with a roll that ends, a cover that opens, a cutter that sticks and a mouth that can stay shut. The paper shown is what the
 * bytes decode to, never what was meant. The virtual printer and the test rig are this.
 */
import type { PaperState } from '../../domain/bench.ts';
import { createEscposParser, type EscposParser, type PrinterOp } from './escpos-parser.ts';
import {
  automaticAnswer,
  CLEARED,
  FLUENT,
  isOffline,
  queuedAnswer,
  realTimeAnswer,
  type Tongue,
} from './escpos-tongue.ts';
import { createPaperRoll, type Slip } from './paper-roll.ts';

export interface InterpreterOptions {
  readonly dots: number;
  readonly now: () => number;
  /** How fast the head is; a slow printer is an eighth of it. */
  readonly rowsPerSecond?: number;
  /** Which questions it answers; all when left out. */
  readonly tongue?: Tongue;
  /** Whether it drops its buffer when told to (DLE DC4 8); so it does when left out. */
  readonly clears?: boolean;
}

export interface EscposInterpreter {
  /**
   * A cable or connection: its bytes in, answers out. What a cable leaves half said, the next one goes on with: a printer
   * does not know of cables.
   */
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
  /** The cutter sticks at the next cut. */
  jamAtCut(): void;
  slips(): readonly Slip[];
  /** Bytes that would have been printed as text: garbage, since we send raster only. */
  readonly strayText: number;
  tearOff(): void;
  /** Off and on: what it held is gone. */
  powerCycle(): void;
  stop(): void;
}

const SLOW_ANSWER_MS = 600;
const SLOWER = 8;

interface Cable {
  readonly answer: (bytes: Uint8Array) => void;
  /** Automatic status was asked for over it. */
  automatic: boolean;
}

interface QueuedOp {
  readonly op: PrinterOp;
  readonly size: number;
  readonly cable: Cable;
}

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
  const tongue = options.tongue ?? FLUENT;
  const drainListeners: (() => void)[] = [];
  const clearListeners: (() => void)[] = [];
  const cables = new Set<Cable>();
  let queue: QueuedOp[] = [];
  let heldBytes = 0;
  let halfSaid: EscposParser | undefined;
  let strayText = 0;
  let paper: PaperState = 'ok';
  let willJam = false;
  let working: NodeJS.Timeout | undefined;
  let stopped = false;

  const reply = (cable: Cable, bytes: readonly number[]): void => {
    if (paper === 'silent' || stopped) return;
    if (paper === 'slow') setTimeout(() => cable.answer(Uint8Array.from(bytes)), SLOW_ANSWER_MS);
    else cable.answer(Uint8Array.from(bytes));
  };
  const tell = (listeners: readonly (() => void)[]): void => {
    for (const listener of listeners) listener();
  };
  const become = (state: PaperState): void => {
    if (state === paper) return;
    paper = state;
    for (const cable of cables) if (cable.automatic) reply(cable, automaticAnswer(paper));
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

  function perform({ op, cable }: QueuedOp): void {
    if (op.op === 'cut') cut();
    // NUL prints nothing.
    else if (op.op === 'text' && op.byte !== 0) strayText += 1;
    else if (op.op === 'queued-status' && tongue.queued) reply(cable, queuedAnswer(paper));
    else if (op.op === 'automatic-status' && tongue.automatic) setAutomatic(cable, op.on);
  }
  function setAutomatic(cable: Cable, on: boolean): void {
    cable.automatic = on;
    if (on) reply(cable, automaticAnswer(paper));
  }
  function cut(): void {
    if (willJam) become('jam');
    else roll.cut();
    willJam = false;
  }

  function step(): void {
    working = undefined;
    const [entry, ...later] = queue;
    if (!entry || isOffline(paper)) return;
    perform(entry);
    const burnt = burnRows(entry.op);
    const whole = burnt === rowCount(entry.op);
    queue = whole ? later : [{ ...entry, op: afterRows(entry.op, burnt) }, ...later];
    if (whole) heldBytes -= entry.size;
    if (roll.ended) become('out');
    tell(drainListeners);
    work();
  }
  function work(): void {
    const head = queue[0];
    if (working || !head || isOffline(paper) || stopped) return;
    const speed = (options.rowsPerSecond ?? 1600) / (paper === 'slow' ? SLOWER : 1);
    working = setTimeout(step, (rowCount(head.op) / speed) * 1000);
  }

  function drop(): void {
    queue = [];
    heldBytes = 0;
    tell(clearListeners);
    tell(drainListeners);
  }
  function clear(cable: Cable): void {
    if (options.clears === false) return;
    drop();
    reply(cable, CLEARED);
  }

  /** Real-time commands are obeyed on arrival; everything else takes its turn. */
  function take(op: PrinterOp, cable: Cable): void {
    if (op.op === 'real-time-status') {
      if (tongue.realTime) reply(cable, realTimeAnswer(paper, op.n));
    } else if (op.op === 'clear') clear(cable);
    else if (op.op !== 'init') {
      const size = op.op === 'raster' ? op.data.length : 1;
      queue.push({ op, size, cable });
      heldBytes += size;
    }
  }

  function plug(answer: (bytes: Uint8Array) => void): { receive(bytes: Uint8Array): void; unplug(): void } {
    const parser = halfSaid ?? createEscposParser();
    halfSaid = undefined;
    let plugged = true;
    const cable: Cable = { answer: (bytes) => plugged && answer(bytes), automatic: false };
    cables.add(cable);
    return {
      receive: (bytes) => {
        for (const op of parser.push(bytes)) take(op, cable);
        work();
      },
      unplug: () => {
        plugged = false;
        cables.delete(cable);
        if (parser.waits) halfSaid = parser;
      },
    };
  }

  return {
    plug,
    get held() {
      return heldBytes;
    },
    onDrain: (listener) => void drainListeners.push(listener),
    onClear: (listener) => void clearListeners.push(listener),
    paper: () => paper,
    setPaper: (state) => {
      if (paper === 'out' && state !== 'out') roll.replace();
      become(state);
      work();
    },
    setRowsLeft: roll.setRowsLeft,
    jamAtCut: () => {
      willJam = true;
    },
    slips: roll.slips,
    get strayText() {
      return strayText;
    },
    tearOff: roll.tearOff,
    powerCycle: () => {
      halfSaid = undefined;
      drop();
    },
    stop: () => {
      stopped = true;
      clearTimeout(working);
    },
  };
}
