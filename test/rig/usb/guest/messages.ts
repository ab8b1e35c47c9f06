/** Between the story and the program under test, which runs in a process of its own as the station does. */
import type { DeviceView } from '../../../../domain/device.ts';
import type { DeviceConfig } from '../../../../domain/device-config.ts';

export type Order =
  | { readonly do: 'start'; readonly configs: readonly DeviceConfig[] }
  | {
      readonly do: 'print';
      readonly ask: number;
      readonly printer: string;
      readonly rows: number;
      readonly seed: number;
    }
  | { readonly do: 'list'; readonly ask: number }
  | { readonly do: 'collect'; readonly ask: number }
  | { readonly do: 'close'; readonly ask: number };

export type Report =
  | { readonly is: 'ready' }
  | { readonly is: 'scan'; readonly device: string; readonly text: string; readonly aim?: string }
  | { readonly is: 'refused'; readonly device: string; readonly code: string }
  | { readonly is: 'state'; readonly view: DeviceView }
  | { readonly is: 'log'; readonly text: string }
  | { readonly is: 'printed'; readonly ask: number; readonly outcome: string; readonly why: string }
  | { readonly is: 'listed'; readonly ask: number; readonly devices: readonly DeviceView[] }
  | { readonly is: 'done'; readonly ask: number };

/** Both ends are this repository's; what is checked is only that a message is one of ours. */
export const isOrder = (message: unknown): message is Order =>
  typeof message === 'object' && message !== null && 'do' in message;
export const isReport = (message: unknown): message is Report =>
  typeof message === 'object' && message !== null && 'is' in message;
