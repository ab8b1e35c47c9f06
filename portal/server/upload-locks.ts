/**
 * One request at a time for each upload: whoever comes next asks the one before to let go, and waits for its turn. The
 * library's own locker asks in each turn of the event loop, so that a part whose sender fell silent costs a whole processor
 * for as long as somebody waits for it; this one asks once.
 */
import { ERRORS, type Locker } from '@tus/server';

type LetGo = () => Promise<void> | void;
type Held = { readonly letGo: LetGo; readonly waiting: Set<() => void> };

/** Throws ERR_LOCK_TIMEOUT (500) in the waiting request after `patienceMs`, or when its sender is gone. */
export function createUploadLocks(patienceMs = 30_000): Locker {
  const held = new Map<string, Held>();
  const take = (id: string, letGo: LetGo, waiting: Held['waiting']): void => {
    held.set(id, { letGo, waiting });
    // Somebody stands behind already.
    if (waiting.size > 0) void letGo();
  };
  const wait = (waiting: Held['waiting'], signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        waiting.delete(mine);
      };
      const mine = (): void => {
        end();
        resolve();
      };
      const giveUp = (): void => {
        end();
        reject(ERRORS.ERR_LOCK_TIMEOUT);
      };
      const timer = setTimeout(giveUp, patienceMs);
      signal.addEventListener('abort', giveUp);
      waiting.add(mine);
    });
  return {
    newLock: (id) => ({
      lock: async (signal, letGo) => {
        if (signal.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
        const holder = held.get(id);
        if (!holder) return take(id, letGo, new Set());
        const turn = wait(holder.waiting, signal);
        void holder.letGo();
        await turn;
        take(id, letGo, holder.waiting);
      },
      unlock: async () => {
        const [next] = held.get(id)?.waiting ?? [];
        if (next) next();
        else held.delete(id);
      },
    }),
  };
}
