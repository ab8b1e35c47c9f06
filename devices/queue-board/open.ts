/** Which driver a configured queue board gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real } from '../opened.ts';
import { unsupported } from '../unsupported.ts';
import { createWindowBoard } from './window.ts';

export function openQueueBoard(config: ConfigOf<'queue-board'>, _around: DeviceSurroundings): OpenDevice {
  switch (config.driver) {
    case 'window':
      return real({ kind: 'queue-board', driver: createWindowBoard() }, 'Màn hình', 'cửa sổ trên máy này');
    case 'led-serial':
    case 'virtual-queue-board':
      return unsupported(config);
    default:
      return assertNever(config);
  }
}
