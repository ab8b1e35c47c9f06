/** Notices that something was plugged in or out by looking, once a second and only while somebody wants to know. */
import { type DeviceLog, reasonOf } from '../log.ts';

export interface PlugWatch {
  onPlug(listener: () => void): () => void;
  close(): void;
}

const LOOK_MS = 1000;

/** `look` gives a text that changes with what is plugged in. */
export function createPlugWatch(look: () => Promise<string>, log: DeviceLog, everyMs: number = LOOK_MS): PlugWatch {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let last: string | undefined;
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
    try {
      const now = await look();
      const changed = last !== undefined && now !== last;
      last = now;
      if (changed && !closed) tell();
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'what is plugged in cannot be seen');
    }
  }
  const plan = (): void => {
    timer = setTimeout(() => void lookOnce().then(next), everyMs).unref();
  };
  const next = (): void => {
    if (closed || listeners.size === 0) timer = undefined;
    else plan();
  };

  return {
    onPlug: (listener) => {
      listeners.add(listener);
      if (timer === undefined && !closed) {
        plan();
        void lookOnce();
      }
      return () => void listeners.delete(listener);
    },
    close: () => {
      closed = true;
      listeners.clear();
      clearTimeout(timer);
    },
  };
}
