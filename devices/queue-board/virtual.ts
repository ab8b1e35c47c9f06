/** A queue board without a cable: the device bench and the tests see what it shows. */
import type { BoardCall, BoardStatus, QueueBoard } from './contract.ts';

export interface VirtualQueueBoard extends QueueBoard {
  /** What stands on it now, desk by desk. Nothing while it is unplugged. */
  shown(): readonly BoardCall[];
  unplug(unplugged: boolean): void;
}

export function createVirtualQueueBoard(): VirtualQueueBoard {
  const present = new Map<number, BoardCall>();
  const listeners = new Set<() => void>();
  let plugged = true;
  const status = async (): Promise<BoardStatus> =>
    plugged ? { state: 'ready' } : { state: 'absent', code: 'MC-DEV-02' };
  return {
    status,
    show: async (call) => void present.set(call.desk, call),
    onChange: (listener) => void listeners.add(listener),
    shown: () => (plugged ? [...present.values()].sort((a, b) => a.desk - b.desk) : []),
    unplug: (unplugged) => {
      plugged = !unplugged;
      for (const listener of listeners) listener();
    },
    close: async () => listeners.clear(),
  };
}
