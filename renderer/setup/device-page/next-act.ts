/** The one thing to do next: what the filled button says. Trouble first, then what was never tested, then what failed. */
import type { DeviceView } from '../../../domain/device.ts';
import { byUrgency, isTroubled, reasonCode } from './triage.ts';
import type { Trial } from './trial.ts';

export type NextAct =
  | { readonly act: 'paper' | 'fix' | 'test' | 'retest'; readonly device: DeviceView }
  | { readonly act: 'testing'; readonly device: DeviceView }
  | { readonly act: 'all-passed' | 'none' };

const PAPER_CODES: readonly (string | undefined)[] = ['MC-PRN-02', 'MC-PRN-03'];

export const nextAct = (devices: readonly DeviceView[], trial: Trial | undefined): NextAct => {
  const underTest = devices.find(({ id }) => id === trial?.deviceId);
  if (underTest && trial?.noted === undefined) return { act: 'testing', device: underTest };
  const troubled = byUrgency(devices).find((device) => isTroubled(device) && device.state !== 'ready');
  if (troubled) return { act: PAPER_CODES.includes(reasonCode(troubled)) ? 'paper' : 'fix', device: troubled };
  const untested = devices.find(({ lastTest }) => lastTest === undefined);
  if (untested) return { act: 'test', device: untested };
  const failed = devices.find(({ lastTest }) => lastTest?.ok === false);
  if (failed) return { act: 'retest', device: failed };
  return { act: devices.length === 0 ? 'none' : 'all-passed' };
};
