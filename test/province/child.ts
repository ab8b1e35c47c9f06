/** A process of the simulation and one question to it at a time; its end, expected or not, is told. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child<To extends object, From extends { readonly type: string }> {
  /** Resolves with the answer of that type; rejects when the process ends or is silent for too long. */
  ask<Type extends From['type']>(message: To, answer: Type): Promise<Extract<From, { readonly type: Type }>>;
  tell(message: To): void;
  /** At once, as a power cut takes it; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Hurried days on a busy machine: only a process that hangs is silent for so long. */
const SILENT_MS = 180_000;

const gone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

export class ChildGone extends Error {
  constructor(what: string) {
    super(`${what} ended in the middle of the simulation`);
    this.name = 'ChildGone';
  }
}

export const startChild = <To extends object, From extends { readonly type: string }>(
  file: string,
  what: string,
): Child<To, From> => {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const tell = (message: To): void => {
    // A process that is gone answers nothing; whoever asks is told so.
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    tell,
    ask: (message, answer) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => over(new Error(`${what} is silent`)), SILENT_MS);
        const onExit = (): void => over(new ChildGone(what));
        const onMessage = (said: unknown): void => {
          const from = said as From;
          if (from.type === answer) over(undefined, from as Extract<From, { readonly type: typeof answer }>);
        };
        const over = (error: Error | undefined, value?: Extract<From, { readonly type: typeof answer }>): void => {
          clearTimeout(late);
          child.off('exit', onExit).off('message', onMessage);
          if (value !== undefined) resolve(value);
          else reject(error);
        };
        child.on('message', onMessage).on('exit', onExit);
        if (gone(child)) onExit();
        else tell(message);
      }),
    kill: async () => {
      if (gone(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
};
