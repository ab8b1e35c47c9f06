/**
 * LED boards on a serial line, one or several (RS-485). Nobody answers on such a line, so what counts is that the present
 * numbers get there: each board has one, the newest; it is sent when it is called, when the line is back, and again from time
 * to time. Old calls are never made up for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { type DeviceLog, reasonOf } from '../log.ts';
import type { OpenPort, PortFaultKind, Ports } from '../ports/contract.ts';
import { within } from '../ports/faults.ts';
import { type KeepOpenOptions, type KeptLine, keepOpen } from '../ports/reopening.ts';
import type { BoardCall, BoardStatus, QueueBoard } from './contract.ts';
import { type BoardFraming, encodeFrame, isAddressed, numberOnBoard } from './framings.ts';

export interface LedBoardOptions {
  readonly id: string;
  /** A path, or `usb:VVVV:PPPP[:serial]` for an adapter wherever it is plugged in. */
  readonly path: string;
  readonly baudRate: number;
  readonly framing: BoardFraming;
  /** Desk number → the address of its board. Empty: each board has its desk's number. */
  readonly boards: Readonly<Record<string, number>>;
  readonly ports: Ports;
  readonly log: DeviceLog;
  readonly backOff?: KeepOpenOptions['backOff'];
}

/** A frame is a few bytes; a line that does not take them in this time, in milliseconds, is opened anew. */
const WRITE_MS = 2000;
/** Where frames name no board there is only one number on the line. */
const ANY_BOARD = 0;

export function createLedBoard(options: LedBoardOptions): QueueBoard {
  const { id, framing, log } = options;
  const present = new Map<number, Uint8Array>();
  const due = new Set<number>();
  const listeners = new Set<() => void>();
  let status: BoardStatus = { state: 'unknown' };
  let line: OpenPort | undefined;
  let kept: KeptLine | undefined;
  let repeating: NodeJS.Timeout | undefined;
  let sending = false;
  let closed = false;

  const become = (now: BoardStatus): void => {
    status = now;
    for (const listener of listeners) listener();
  };
  const showAll = (): void => {
    for (const board of present.keys()) due.add(board);
    void send();
  };

  /** The line is opened by the first who asks or shows. */
  function begin(): void {
    if (kept || closed) return;
    const wanted = { type: 'serial', place: options.path, baudRate: options.baudRate } as const;
    kept = keepOpen(
      { ports: options.ports, log, deviceId: id, wanted, backOff: options.backOff },
      {
        onOpen: (opened) => {
          line = opened;
          become({ state: 'ready' });
          showAll();
        },
        // Boards say nothing; on a two-wire line some adapters hear themselves.
        onData: () => undefined,
        onDown: (fault) => {
          line = undefined;
          become(statusOfFault(fault.kind));
        },
      },
    );
    repeating = setInterval(showAll, framing.repeatMs).unref();
  }

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      for (let board = first(due); line && board !== undefined; board = first(due)) {
        due.delete(board);
        await within(WRITE_MS, line.write(present.get(board) ?? new Uint8Array()));
        await sleep(framing.gapMs);
      }
    } catch (error) {
      log.info({ device: id, reason: reasonOf(error) }, 'a board’s line does not take a number');
      // The present numbers are all sent again when it is open.
      kept?.reopen('it takes nothing');
    } finally {
      sending = false;
    }
  }

  return {
    status: async () => {
      begin();
      return status;
    },
    show: async (call) => {
      const board = boardOf(options, call);
      const number = numberOnBoard(framing, call.ticket);
      if (board === undefined || number === undefined) return;
      present.set(board, encodeFrame(framing, board, number));
      due.add(board);
      begin();
      void send();
    },
    onChange: (listener) => void listeners.add(listener),
    close: async () => {
      closed = true;
      clearInterval(repeating);
      listeners.clear();
      line = undefined;
      await kept?.close();
    },
  };
}

const first = (boards: ReadonlySet<number>): number | undefined => boards.values().next().value;

/** Undefined: no board hangs over that desk. */
function boardOf({ framing, boards }: LedBoardOptions, { desk }: BoardCall): number | undefined {
  const named = Object.keys(boards).length > 0;
  const board = named ? boards[String(desk)] : desk;
  return board === undefined || isAddressed(framing) ? board : ANY_BOARD;
}

function statusOfFault(kind: PortFaultKind): BoardStatus {
  switch (kind) {
    case 'absent':
    case 'lost':
      return { state: 'absent', code: 'MC-DEV-02' };
    case 'in-use':
    case 'denied':
    case 'hung':
      return { state: 'attention', code: 'MC-DEV-03' };
    default:
      return assertNever(kind);
  }
}
