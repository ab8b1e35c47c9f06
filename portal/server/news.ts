/** Who waits for news of an agency, so that a change reaches a station when it happens. One process serves a feed: its own memory is enough. */
import { EventEmitter } from 'node:events';

export interface News {
  /** Something was accepted for the agency, and is on disk. */
  tell(agency: string): void;
  /** Taken before the look that finds nothing: what is told between that look and the wait is then not missed. */
  mark(agency: string): number;
  /** Returns when something was told since `mark`, after `ms`, or when `gone` says that nobody waits any more. */
  after(agency: string, mark: number, ms: number, gone: AbortSignal): Promise<void>;
}

export function createNews(): News {
  const told = new Map<string, number>();
  const emitter = new EventEmitter();
  // Every waiting station listens: ten are not a leak here.
  emitter.setMaxListeners(0);
  const count = (agency: string): number => told.get(agency) ?? 0;
  return {
    tell: (agency) => {
      told.set(agency, count(agency) + 1);
      emitter.emit(agency);
    },
    mark: count,
    after: (agency, mark, ms, gone) => {
      if (count(agency) !== mark || gone.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          emitter.off(agency, end);
          gone.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        emitter.on(agency, end);
        gone.addEventListener('abort', end);
      });
    },
  };
}
