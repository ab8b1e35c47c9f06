/** Codes typed into the set-up window while a reader is tried. */
import { useQueryClient } from '@tanstack/react-query';
import type { DeviceView } from '../../domain/device.ts';
import type { SetupState } from '../../domain/views/setup.ts';
import { station } from '../common/client.ts';
import type { WedgeHandlers } from '../common/wedge/listener.ts';
import { useWedgeRules } from '../common/wedge/use-wedge-rules.ts';
import { withoutMarks } from '../common/wedge/verdict.ts';
import { keys } from './data.ts';
import { judgeTyped, type Reading } from './device-page/reading.ts';

/**
 * `listening`: the reader under test. `tries`: it is one in keyboard mode, so that what this page saw typed is the reading,
 * and what the station reports of it is not heard twice.
 */
export function useTypedTrial(
  listening: string | undefined,
  heard: (reading: Reading) => void,
  failed: (error: unknown) => void,
): { readonly scans: WedgeHandlers; readonly tries: boolean } {
  const devices = useQueryClient().getQueryData<SetupState>(keys.setup)?.devices ?? [];
  const tries = devices.some((device) => device.id === listening && isKeyboardReader(device));
  const deviceId = tries ? listening : undefined;
  const rules = useWedgeRules({ hands: true, trial: listening !== undefined }, deviceId);
  return {
    tries,
    scans: {
      rules: () => rules.current,
      onScan: ({ text, ended, gapMs }) => {
        if (listening === undefined) return;
        heard(judgeTyped({ text: withoutMarks(text, rules.current), ended }, tries));
        // Counted at its device, as any scan.
        if (deviceId !== undefined) station.scans.wedge.mutate({ text, gapMs, deviceId }).catch(failed);
      },
      onGarbled: ({ text, swallowed, ended }) =>
        listening !== undefined &&
        heard(judgeTyped({ text: withoutMarks(text, rules.current), swallowed, ended }, tries)),
    },
  };
}

const isKeyboardReader = ({ driver }: DeviceView): boolean => driver === 'keyboard-wedge';
