/**
 * One TCP connection to an ESC/POS printer: bytes out with back-pressure, single answer bytes in. What comes in is bounded:
 * a device that talks on and on (a web server on that port) is not a printer.
 */
import { connect, type Socket } from 'node:net';
import { encodeCommand, type StatusQuestion } from './escpos.ts';
import { isQueuedAnswer, isRealTimeAnswer, type StatusAnswers } from './escpos-status.ts';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

/** A round of four questions gets four bytes back, a few more from other answers; a page of text is something else. */
const MAX_ROUND_BYTES = 20;
const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

export interface StatusRound {
  readonly answers: StatusAnswers;
  /** Something answered that is no ESC/POS printer. */
  readonly foreign: boolean;
}

export interface PrinterLink {
  /** Waits until the operating system took the bytes. False: the connection is gone, or `deadline` passed. */
  send(bytes: Uint8Array, deadline: number): Promise<boolean>;
  /** Asks DLE EOT 1–4 in turn, until `deadline`; unanswered ones are left out. */
  askStatus(deadline: number): Promise<StatusRound>;
  /** Asks GS r 1, whose answer comes when everything sent before is printed; `queuedAnswered` tells of it. */
  askWhenDone(deadline: number): Promise<boolean>;
  readonly queuedAnswered: boolean;
  /** Resolves at the next byte, the loss of the connection, or after `ms`. */
  pause(ms: number): Promise<void>;
  /** Sends what is left, then closes, waiting at most `ms`. */
  finish(ms: number): Promise<void>;
  /** Breaks the connection, so that the printer drops what it has not read yet; the end of a job that must not go on. */
  abandon(): void;
  readonly lost: boolean;
}

/** Rejects with the socket's error, or after `timeoutMs`. */
export function openLink(address: PrinterAddress, timeoutMs: number): Promise<PrinterLink> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    const limit = setTimeout(() => socket.destroy(new Error('connect timeout')), timeoutMs);
    socket.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(limit);
      resolve(createLink(socket));
    });
  });
}

function createLink(socket: Socket): PrinterLink {
  const inbox: number[] = [];
  let received = 0;
  let queued: 'not-asked' | 'asked' | 'answered' = 'not-asked';
  let lost = false;
  let wake: () => void = () => undefined;

  const sort = (byte: number): void => {
    if (isRealTimeAnswer(byte)) inbox.push(byte);
    else if (queued === 'asked' && isQueuedAnswer(byte)) queued = 'answered';
  };
  socket.on('data', (chunk) => {
    received += chunk.length;
    for (const byte of chunk.subarray(0, MAX_ROUND_BYTES)) sort(byte);
    if (inbox.length > MAX_ROUND_BYTES) inbox.length = MAX_ROUND_BYTES;
    wake();
  });
  // Without a handler a reset would end the process; `close` follows and tells.
  socket.on('error', () => undefined);
  const gone = (): void => {
    lost = true;
    wake();
  };
  socket.on('end', gone);
  socket.on('close', gone);

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      wake = done;
    });

  /** The next answer before the deadline. */
  async function nextAnswer(deadline: number): Promise<number | undefined> {
    for (;;) {
      const byte = inbox.shift();
      if (byte !== undefined) return byte;
      if (lost || received > MAX_ROUND_BYTES || performance.now() >= deadline) return undefined;
      await pause(deadline - performance.now());
    }
  }

  function send(bytes: Uint8Array, deadline: number): Promise<boolean> {
    if (lost || socket.destroyed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const done = (ok: boolean): void => {
        clearTimeout(timer);
        socket.off('close', failed);
        resolve(ok);
      };
      const failed = (): void => done(false);
      const timer = setTimeout(failed, Math.max(0, deadline - performance.now()));
      socket.once('close', failed);
      socket.write(bytes, (error) => done(!error));
    });
  }

  /** One question; a clone that leaves it unanswered must not use up the time of the others. */
  async function askOne(n: StatusQuestion, deadline: number): Promise<number | undefined> {
    if (!(await send(encodeCommand({ kind: 'ask-now', n }), deadline))) return undefined;
    const half = performance.now() + (deadline - performance.now()) / 2;
    return nextAnswer(n === 1 ? deadline : half);
  }

  async function askStatus(deadline: number): Promise<StatusRound> {
    const answers: Partial<Record<StatusQuestion, number>> = {};
    received = 0;
    inbox.length = 0;
    for (const n of QUESTIONS) {
      const byte = await askOne(n, deadline);
      if (byte !== undefined) answers[n] = byte;
      // Who does not answer the first question answers none.
      else if (n === 1) break;
    }
    const foreign = received > MAX_ROUND_BYTES;
    return { answers: foreign ? {} : answers, foreign };
  }

  return {
    send,
    askStatus,
    pause,
    askWhenDone: (deadline) => {
      queued = 'asked';
      return send(encodeCommand({ kind: 'ask-when-done' }), deadline);
    },
    get queuedAnswered() {
      return queued === 'answered';
    },
    finish: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          socket.destroy();
          resolve();
        };
        const timer = setTimeout(done, ms);
        if (lost) done();
        else socket.end(done);
      }),
    abandon: () => {
      lost = true;
      socket.resetAndDestroy();
      wake();
    },
    get lost() {
      return lost;
    },
  };
}
