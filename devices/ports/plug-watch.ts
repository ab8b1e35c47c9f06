/**
 * Notices that something was plugged in or out by looking, once a second and only while somebody wants to know; sooner where
 * the system gives a hint.
 */
import { type DeviceLog, reasonOf } from '../log.ts';

export interface PlugWatch {
  onPlug(listener: () => void): () => void;
  /** Tells everybody, though nothing was seen to change. */
  tell(): void;
  close(): void;
}

/** A hint often comes many times over, and a busy /dev must not keep this PC looking. */
const HINT_MS = 150;

export interface PlugWatchOptions {
  /** Gives a text that changes with what is plugged in. */
  readonly look: () => Promise<string>;
  readonly everyMs: number;
  /** Says that a look may be worth it; returns how to stop. May throw: then there are no hints. */
  readonly hint?: ((onHint: () => void) => () => void) | undefined;
  readonly log: DeviceLog;
}

export function createPlugWatch({ look, everyMs, hint, log }: PlugWatchOptions): PlugWatch {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let last: string | undefined;
  let soon = false;
  let stopHints: (() => void) | undefined;
  let closed = false;

  const tell = (): void => {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'a listener to plugging failed');
      }
    }
  };
  async function lookOnce(): Promise<void> {
    soon = false;
    try {
      const now = await look();
      const changed = last !== undefined && now !== last;
      last = now;
      if (changed && !closed) tell();
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'what is plugged in cannot be seen');
    }
  }
  const plan = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void lookOnce().then(next), ms).unref();
  };
  const next = (): void => {
    if (closed || listeners.size === 0) timer = undefined;
    else plan(everyMs);
  };
  const hinted = (): void => {
    // Further hints do not put the look off.
    if (soon || timer === undefined || closed) return;
    soon = true;
    plan(HINT_MS);
  };
  function begin(): void {
    plan(everyMs);
    void lookOnce();
    try {
      stopHints ??= hint?.(hinted);
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'no hints of plugging; it is looked at by the clock');
    }
  }

  return {
    tell,
    onPlug: (listener) => {
      listeners.add(listener);
      if (timer === undefined && !closed) begin();
      return () => void listeners.delete(listener);
    },
    close: () => {
      closed = true;
      listeners.clear();
      clearTimeout(timer);
      stopHints?.();
    },
  };
}
