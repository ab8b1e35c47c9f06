/** The queue board that is a window on a second monitor: a page of the station, which reads the calls itself. */
import type { QueueBoard } from './contract.ts';

export function createWindowBoard(): QueueBoard {
  return {
    status: async () => ({ state: 'ready' }),
    // The window follows the station's events; there is nothing to send it.
    show: async () => undefined,
    close: async () => undefined,
  };
}
