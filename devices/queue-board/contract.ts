/**
 * Queue boards: show a called ticket at a desk. The window board is a page of the station; LED boards hang on a serial line
 * and show numbers only.
 */
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';

export interface BoardStatus {
  readonly state: DeviceState;
  readonly code?: ErrorCode;
}

/** `ticket` as people see it: `A 012`. */
export interface BoardCall {
  readonly ticket: string;
  readonly desk: number;
}

export interface QueueBoard {
  status(): Promise<BoardStatus>;
  /** Never rejects, and waits for no device: a board that is away shows the present call when it is back. */
  show(call: BoardCall): Promise<void>;
  /** Told when its state may be another now: a reason to ask. Never told where it must be asked. */
  onChange?(listener: () => void): void;
  close(): Promise<void>;
}
