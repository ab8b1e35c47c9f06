/** Queue boards: show a called ticket at a desk. The window board is a page of the station; LED boards come later. */
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';

export interface QueueBoard {
  status(): Promise<{ readonly state: DeviceState; readonly code?: ErrorCode }>;
  /** Never rejects: a board that is away misses a call, and the window and the voice still make it. */
  show(call: { readonly ticket: string; readonly desk: number }): Promise<void>;
  close(): Promise<void>;
}
