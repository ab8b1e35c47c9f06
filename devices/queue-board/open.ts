/** Which driver a configured queue board gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import { unsupported } from '../unsupported.ts';
import { boardFraming } from './framings.ts';
import { createLedBoard } from './led-serial.ts';
import { createVirtualQueueBoard } from './virtual.ts';
import { createWindowBoard } from './window.ts';

export function openQueueBoard(config: ConfigOf<'queue-board'>, { ports, log }: DeviceSurroundings): OpenDevice {
  switch (config.driver) {
    case 'window':
      return real({ kind: 'queue-board', driver: createWindowBoard() }, 'Màn hình', 'cửa sổ trên máy này');
    case 'led-serial': {
      const { id, path, baudRate, boards } = config;
      const framing = boardFraming(config.framing);
      // A framing that nobody knows would light up the wrong number.
      if (!framing) return unsupported(config);
      const driver = createLedBoard({ id, path, baudRate, framing, boards, ports, log });
      return real({ kind: 'queue-board', driver }, `Bảng LED: ${framing.label}`, `${path}, ${baudRate} baud`);
    }
    case 'virtual-queue-board': {
      const driver = createVirtualQueueBoard();
      return twin({ kind: 'queue-board', twin: driver }, { kind: 'queue-board', driver });
    }
    default:
      return assertNever(config);
  }
}
