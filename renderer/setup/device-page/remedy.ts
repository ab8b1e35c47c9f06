/** What to do about a device's trouble, step by step; each step has a picture (RemedyArt.tsx) and its words (texts `remedy.*`). */
import type { DeviceKind, DeviceView } from '../../../domain/device.ts';
import type { vi } from '../texts/vi.ts';
import { reasonCode } from './triage.ts';

export type RemedyStep = keyof typeof vi.remedy;

const SILENT: readonly RemedyStep[] = ['power', 'cable', 'look'];

const STEPS: Readonly<Record<string, readonly RemedyStep[]>> = {
  'MC-PRN-01': SILENT,
  'MC-PRN-02': ['shutLid'],
  'MC-PRN-03': ['openLid', 'newRoll', 'closeLid'],
  'MC-PRN-04': ['readyRoll'],
  'MC-PRN-06': ['offOn', 'look'],
  'MC-PRN-07': ['queue', 'cable', 'look'],
  'MC-PRN-08': ['offOn', 'freePaper', 'look'],
  'MC-PRN-09': ['address', 'look'],
  'MC-PRN-13': ['otherProgram', 'look'],
  'MC-DSC-01': ['openCover', 'pullSheet', 'reload'],
  'MC-DSC-03': ['shutCover'],
  'MC-DSC-04': ['wait', 'look'],
  'MC-DSC-05': SILENT,
  'MC-DSC-09': ['openCover', 'pullSheet', 'reload'],
  'MC-DSC-10': ['address', 'look'],
  'MC-DSC-12': ['address', 'look'],
  'MC-DEV-01': ['otherWay'],
  'MC-DEV-02': ['power', 'cable', 'look'],
  'MC-DEV-03': ['otherProgram', 'look'],
  'MC-BCR-01': ['cable', 'look'],
  'MC-BCR-02': ['otherProgram', 'look'],
  'MC-BCR-03': ['allow', 'cable', 'look'],
};

/** A page printer has a tray where a receipt printer has a roll. */
const PAGE_STEPS: Readonly<Record<string, readonly RemedyStep[]>> = {
  'MC-PRN-03': ['tray', 'shutTray'],
  'MC-PRN-04': ['tray'],
  'MC-PRN-02': ['shutTray'],
};

const stepsOfCode = (kind: DeviceKind, code: string): readonly RemedyStep[] =>
  (kind === 'page-printer' ? PAGE_STEPS[code] : undefined) ?? STEPS[code] ?? ['power', 'cable', 'look'];

/** Empty when the device is well. */
export const remedyOf = (device: DeviceView): readonly RemedyStep[] => {
  const code = reasonCode(device);
  return code === undefined ? (device.state === 'absent' ? SILENT : []) : stepsOfCode(device.kind, code);
};
