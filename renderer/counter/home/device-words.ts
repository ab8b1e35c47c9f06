import type { DeviceView } from '../../../domain/device.ts';
import type { Translate } from '../../common/i18n.ts';
import { vi } from '../texts/vi.ts';

type Trouble = keyof typeof vi.trouble;
const isTrouble = (code: string | undefined): code is Trouble => code !== undefined && Object.hasOwn(vi.trouble, code);

/** Whether a device wants a hand: a warning such as paper near its end counts. */
export const isTroubled = (device: DeviceView): boolean =>
  device.state === 'attention' || device.state === 'absent' || device.warning !== undefined;

/** A device's state in a word: `sẵn sàng`, `hết giấy`. */
export const deviceWord = (t: Translate<typeof vi>, device: DeviceView): string => {
  const code = device.state === 'attention' || device.state === 'absent' ? device.code : device.warning;
  return isTrouble(code) ? t(`trouble.${code}`) : t(`bar.${device.state}`);
};
