/**
 * One line to an ESC/POS printer: bytes out with back-pressure, its answers in. What comes in is bounded: a device that talks
 * on and on (a web server on that port, a reader on that cable) is not a printer.
 */
import type { OpenPort } from '../ports/contract.ts';
import { encodeCommand, type StatusQuestion } from './escpos.ts';
import { type AutomaticStatus, createAnswerSorter, type PrinterWord, type StatusAnswers } from './escpos-status.ts';

/** A round of four questions gets four bytes back, a few more from other answers; a page of text is something else. */
const MAX_ROUND_BYTES = 24;
const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

export interface StatusRound {
  readonly answers: StatusAnswers;
  /** Something answered that is no ESC/POS printer. */
  readonly foreign: boolean;
}

export interface PrinterLink {
  /** Waits until the line took the bytes. False: the line is gone, or `deadline` passed. */
  send(bytes: Uint8Array, deadline: number): Promise<boolean>;
  /** Asks DLE EOT 1–4 in turn, until `deadline`; unanswered ones are left out. */
  askStatus(deadline: number): Promise<StatusRound>;
  /** Switches automatic status on, which tells the state of now; undefined where nothing comes until `deadline`. */
  askAutomatic(deadline: number): Promise<AutomaticStatus | undefined>;
  /** The state that the printer told by itself last. */
  readonly automatic: AutomaticStatus | undefined;
  /** Asks GS r 1, whose answer comes when everything sent before is printed; `queuedAnswered` tells of it. */
  askWhenDone(deadline: number): Promise<boolean>;
  readonly queuedAnswered: boolean;
  /** Resolves at the next byte, the loss of the line, or after `ms`. */
  pause(ms: number): Promise<void>;
  /** Sends what is left, then closes. */
  finish(): Promise<void>;
  /** Breaks the line, so that what was not sent yet is dropped; the end of a job that must not go on. */
  abandon(): Promise<void>;
  readonly lost: boolean;
}

/** A link, and the port's events that feed it. */
export interface FedLink {
  readonly link: PrinterLink;
  take(bytes: Uint8Array): void;
  /** The line is gone. */
  end(): void;
}

/** Speaks to the printer behind a port. `onAutomatic`: it told a change by itself. */
export function createLink(port: OpenPort, onAutomatic: () => void = () => undefined): FedLink {
  const inbox = createInbox(onAutomatic);
  return { link: linkOver(port, inbox), take: inbox.take, end: inbox.end };
}

interface Inbox {
  readonly take: (bytes: Uint8Array) => void;
  readonly end: () => void;
  /** Forgets answers to earlier questions and counts from nothing. */
  startRound(): void;
  readonly talksOn: boolean;
  nextRealTime(deadline: number): Promise<number | undefined>;
  automatic: AutomaticStatus | undefined;
  queued: 'not-asked' | 'asked' | 'answered';
  pause(ms: number): Promise<void>;
  readonly lost: boolean;
}

function createInbox(onAutomatic: () => void): Inbox {
  const sort = createAnswerSorter();
  const realTime: number[] = [];
  let received = 0;
  let lost = false;
  let wake: () => void = () => undefined;

  const keep = (word: PrinterWord): void => {
    if (word.kind === 'real-time') realTime.push(word.byte);
    else if (word.kind === 'queued' && inbox.queued === 'asked') inbox.queued = 'answered';
    else if (word.kind === 'automatic') {
      inbox.automatic = word.bytes;
      onAutomatic();
    }
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      wake = done;
    });

  const inbox: Inbox = {
    automatic: undefined,
    queued: 'not-asked',
    take: (bytes) => {
      received += bytes.length;
      for (const word of sort(bytes.subarray(0, MAX_ROUND_BYTES))) keep(word);
      if (realTime.length > MAX_ROUND_BYTES) realTime.length = MAX_ROUND_BYTES;
      wake();
    },
    end: () => {
      lost = true;
      wake();
    },
    startRound: () => {
      received = 0;
      realTime.length = 0;
    },
    get talksOn() {
      return received > MAX_ROUND_BYTES;
    },
    nextRealTime: async (deadline) => {
      for (;;) {
        const byte = realTime.shift();
        if (byte !== undefined) return byte;
        if (lost || inbox.talksOn || performance.now() >= deadline) return undefined;
        await pause(deadline - performance.now());
      }
    },
    pause,
    get lost() {
      return lost;
    },
  };
  return inbox;
}

function linkOver(port: OpenPort, inbox: Inbox): PrinterLink {
  function send(bytes: Uint8Array, deadline: number): Promise<boolean> {
    if (inbox.lost) return Promise.resolve(false);
    return new Promise((resolve) => {
      const done = (ok: boolean): void => {
        clearTimeout(timer);
        resolve(ok);
      };
      const timer = setTimeout(() => done(false), Math.max(0, deadline - performance.now()));
      port.write(bytes).then(
        () => done(!inbox.lost),
        () => done(false),
      );
    });
  }

  /** One question; a clone that leaves it unanswered must not use up the time of the others. */
  async function askOne(n: StatusQuestion, deadline: number): Promise<number | undefined> {
    if (!(await send(encodeCommand({ kind: 'ask-now', n }), deadline))) return undefined;
    const half = performance.now() + (deadline - performance.now()) / 2;
    return inbox.nextRealTime(n === 1 ? deadline : half);
  }

  async function askStatus(deadline: number): Promise<StatusRound> {
    const answers: Partial<Record<StatusQuestion, number>> = {};
    inbox.startRound();
    for (const n of QUESTIONS) {
      const byte = await askOne(n, deadline);
      if (byte !== undefined) answers[n] = byte;
      // Who does not answer the first question answers none.
      else if (n === 1) break;
    }
    return { answers: inbox.talksOn ? {} : answers, foreign: inbox.talksOn };
  }

  async function askAutomatic(deadline: number): Promise<AutomaticStatus | undefined> {
    inbox.startRound();
    const before = inbox.automatic;
    if (!(await send(encodeCommand({ kind: 'automatic-status', on: true }), deadline))) return undefined;
    while (inbox.automatic === before && !inbox.lost && !inbox.talksOn && performance.now() < deadline)
      await inbox.pause(deadline - performance.now());
    return inbox.talksOn || inbox.automatic === before ? undefined : inbox.automatic;
  }

  return {
    send,
    askStatus,
    askAutomatic,
    pause: inbox.pause,
    get automatic() {
      return inbox.automatic;
    },
    askWhenDone: (deadline) => {
      inbox.queued = 'asked';
      return send(encodeCommand({ kind: 'ask-when-done' }), deadline);
    },
    get queuedAnswered() {
      return inbox.queued === 'answered';
    },
    finish: () => {
      inbox.end();
      return port.close();
    },
    abandon: () => {
      inbox.end();
      return port.abort ? port.abort() : port.close();
    },
    get lost() {
      return inbox.lost;
    },
  };
}
