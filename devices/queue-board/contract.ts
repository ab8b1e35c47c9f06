/** Queue boards: show a called ticket at a desk. The window board is a page of the station; LED boards come later. */
import type { DeviceState } from '../../domain/device.ts';

export interface QueueBoard {
  status(): Promise<{ readonly state: DeviceState }>;
  show(call: { readonly ticket: string; readonly desk: number }): Promise<void>;
  close(): Promise<void>;
}
