import { Cable, Unplug } from 'lucide-react';
import type { DeviceState } from '../../../domain/device.ts';
import { station } from '../../common/client.ts';
import { Button } from '../parts/Button.tsx';
import { useText } from '../text.ts';
import type { BenchAct } from './use-bench-act.ts';

type CableProps = {
  readonly device: { readonly id: string; readonly name: string; readonly state: DeviceState };
  readonly act: BenchAct;
};

/** Pulls a virtual device's cable, and plugs it in again. */
export const CableButton = ({ device: { id, name, state }, act }: CableProps) => {
  const t = useText();
  const unplugged = state === 'absent';
  return (
    <Button
      quiet
      label={t(unplugged ? 'bench.plug' : 'bench.unplug')}
      about={name}
      icon={unplugged ? Cable : Unplug}
      onPress={() =>
        act(
          () => station.bench.unplug.mutate({ deviceId: id, unplugged: !unplugged }),
          unplugged ? 'did-plug' : 'did-unplug',
          { name },
        )
      }
    />
  );
};
