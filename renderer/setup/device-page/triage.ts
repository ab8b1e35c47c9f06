/** Which device wants a hand, and in what order the list shows them: trouble first, then as they were declared. */
import { assertNever } from '../../../domain/assert-never.ts';
import type { DeviceState, DeviceView } from '../../../domain/device.ts';

export type Tone = 'due' | 'gone' | 'ready' | 'busy';

/** A warning, such as paper near its end, wants a look though work goes on. */
export const toneOf = (device: DeviceView): Tone => {
  switch (device.state) {
    case 'attention':
      return 'due';
    case 'absent':
      return 'gone';
    case 'ready':
      return device.warning ? 'due' : 'ready';
    case 'busy':
      return 'busy';
    case 'unknown':
      return 'gone';
    default:
      return assertNever(device.state);
  }
};

export const isTroubled = (device: DeviceView): boolean =>
  device.state === 'attention' || device.state === 'absent' || device.warning !== undefined;

/** The code that explains the state: why it stopped, or what it warns of. */
export const reasonCode = (device: DeviceView): string | undefined =>
  device.state === 'attention' || device.state === 'absent' ? device.code : device.warning;

const urgency = (device: DeviceView): number => {
  if (device.state === 'attention') return 0;
  if (device.state === 'absent') return 1;
  return device.warning ? 2 : 3;
};

export const byUrgency = (devices: readonly DeviceView[]): readonly DeviceView[] =>
  [...devices].sort((a, b) => urgency(a) - urgency(b));

const STATES: readonly DeviceState[] = ['ready', 'busy', 'attention', 'absent', 'unknown'];

/** How many are in each state, those with none left out. */
export const countStates = (
  devices: readonly DeviceView[],
): readonly { readonly state: DeviceState; readonly count: number }[] =>
  STATES.map((state) => ({ state, count: devices.filter((device) => device.state === state).length })).filter(
    ({ count }) => count > 0,
  );
