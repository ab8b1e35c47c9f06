import { useCallback, useState } from 'react';
import type { DeviceView } from '../../domain/device.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import type { SetupState } from '../../domain/views/setup.ts';
import { stationNow } from '../common/clock.ts';
import { failureOf } from '../common/failure.ts';
import { BenchPage } from './bench/BenchPage.tsx';
import { useFreshness, useSetup } from './data.ts';
import { DevicesPage } from './device-page/DevicesPage.tsx';
import { StatusBar } from './frame/StatusBar.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { Waiting } from './frame/Waiting.tsx';
import { type Happening, type HappeningKey, happeningOf, type Logged, withHappening } from './happenings.ts';
import { ListsPage } from './lists/ListsPage.tsx';
import { PairingPage } from './pairing/PairingPage.tsx';
import { SetupContext } from './setup-state.ts';
import { useKeys, useTypedScans } from './use-keys.ts';
import { usePage } from './use-page.ts';
import { useTrial } from './use-trial.ts';

/** The technician's window: its pages between one top bar and one status bar. */
export const App = () => {
  const setup = useSetup();
  const [page, go] = usePage();
  const trial = useTrial();
  const [log, setLog] = useState<readonly Logged[]>([]);
  // Stamped here: the station's own clock and its corrected one may differ by a second, and a log must run one way.
  const tell = useCallback(
    (next: Happening | undefined) => next && setLog((before) => withHappening(before, { ...next, at: stationNow() })),
    [],
  );
  const did = useCallback(
    (key: HappeningKey, values: Happening['values'] = {}) => tell({ at: stationNow(), key, values }),
    [tell],
  );

  useFreshness((event: StationEvent, known: SetupState | undefined) => {
    tell(happeningOf(event, { devices: known?.devices ?? [], connection: known?.connection }));
    trial.onEvent(event);
  });
  const hasBench = setup.data?.bench === true;
  useKeys({
    'Alt+T': () => go('devices'),
    'Alt+G': () => go('pairing'),
    'Alt+D': () => go('lists'),
    'Alt+B': hasBench ? () => go('bench') : undefined,
    Escape: trial.close,
  });
  useTypedScans(trial.scans);

  const startTrial = useCallback(
    (device: DeviceView) => {
      go('devices');
      trial.start(device);
    },
    [go, trial.start],
  );
  const shown = page === 'bench' && !hasBench ? 'devices' : page;
  return (
    <SetupContext
      value={{
        page: shown,
        go,
        trial: trial.trial,
        startTrial,
        noteTrial: (ok, observed) => trial.trial && trial.keep(trial.trial.deviceId, ok, observed),
        closeTrial: trial.close,
        log,
        did,
      }}
    >
      <div className="setup">
        <TopBar state={setup.data} />
        {setup.data && shown === 'devices' && <DevicesPage state={setup.data} />}
        {setup.data && shown === 'pairing' && <PairingPage state={setup.data} />}
        {setup.data && shown === 'lists' && <ListsPage state={setup.data} />}
        {setup.data && shown === 'bench' && <BenchPage state={setup.data} />}
        {!setup.data && (
          <Waiting failure={setup.error ? failureOf(setup.error) : undefined} onAgain={() => setup.refetch()} />
        )}
        <StatusBar state={setup.data} />
      </div>
    </SetupContext>
  );
};
