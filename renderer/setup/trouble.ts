import type { DeviceView } from '../../domain/device.ts';
import { reasonCode } from './device-page/triage.ts';
import type { Say } from './text.ts';
import { vi } from './texts/vi.ts';

type Trouble = keyof typeof vi.trouble;
const isTrouble = (code: string | undefined): code is Trouble => code !== undefined && Object.hasOwn(vi.trouble, code);

/** A trouble in a word: `Hết giấy`; undefined for codes without one. */
export const troubleWord = (t: Say, code: string | undefined): string | undefined =>
  isTrouble(code) ? t(`trouble.${code}`) : undefined;

/** A device's state in a word; what it warns of or suffers from says more than the state. */
export const stateWord = (t: Say, device: DeviceView): string =>
  troubleWord(t, reasonCode(device)) ?? t(`state.${device.state}`);
