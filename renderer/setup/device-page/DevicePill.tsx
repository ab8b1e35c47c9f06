import { CircleCheck, CircleHelp, LoaderCircle, type LucideIcon, TriangleAlert, Unplug } from 'lucide-react';
import type { DeviceView } from '../../../domain/device.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { stateWord } from '../trouble.ts';
import { type Tone, toneOf } from './triage.ts';

const ICON: Readonly<Record<DeviceView['state'], LucideIcon>> = {
  ready: CircleCheck,
  busy: LoaderCircle,
  attention: TriangleAlert,
  absent: Unplug,
  unknown: CircleHelp,
};

export const deviceIcon = (device: DeviceView): LucideIcon =>
  device.warning && device.state === 'ready' ? TriangleAlert : ICON[device.state];

type PillProps = { readonly icon: LucideIcon; readonly tone: Tone; readonly text: string };
/** A state in a word, its icon and its colour. */
export const Pill = ({ icon, tone, text }: PillProps) => (
  <span className={`pill ${tone}`}>
    <I of={icon} small />
    {text}
  </span>
);

export const DevicePill = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  return <Pill icon={deviceIcon(device)} tone={toneOf(device)} text={stateWord(t, device)} />;
};
