/** What this window reads from the station, and which event makes which reading old. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CatalogueVersionView } from '../../domain/catalogue-changes.ts';
import type { DeviceCandidate, SearchStep } from '../../domain/device-candidate.ts';
import type { SettingView } from '../../domain/effective-setting.ts';
import type { OfficersInUse } from '../../domain/officer.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import type { SetupState } from '../../domain/views/setup.ts';
import { station } from '../common/client.ts';
import { syncClock } from '../common/clock.ts';
import { useStationEvents } from '../common/station-events.ts';
import { withDevice } from './device-page/with-device.ts';

export const keys = {
  setup: ['setup'],
  bench: ['bench'],
  store: ['store'],
  lists: ['lists'],
  /** How far a search for devices has come, and what was just plugged in: told by events, never asked. */
  search: ['search'],
  plugged: ['plugged'],
} as const;

/** Counters, disk and database grow without an event. */
const SETUP_EVERY_MS = 30_000;
/** Sheets leave the feeder and slips leave the printer without an event of their own. */
const BENCH_EVERY_MS = 1_500;

export const useSetup = () =>
  useQuery({
    queryKey: keys.setup,
    queryFn: async () => {
      const state = await station.setup.state.query();
      syncClock(state.desk.now);
      return state;
    },
    refetchInterval: SETUP_EVERY_MS,
  });

/** What the province or the office announced, as it is in force here. */
export interface OfficeLists {
  readonly versions: readonly CatalogueVersionView[];
  readonly settings: readonly SettingView[];
  readonly officers: OfficersInUse;
}

/** The portal may bring officers without an event. */
export const useOfficeLists = () =>
  useQuery<OfficeLists>({
    queryKey: keys.lists,
    queryFn: async () => {
      const [versions, settings, officers] = await Promise.all([
        station.catalogue.versions.query(),
        station.settings.list.query(),
        station.officers.list.query(),
      ]);
      return { versions, settings, officers };
    },
    refetchInterval: SETUP_EVERY_MS,
  });

export const useBench = (enabled: boolean) =>
  useQuery({
    queryKey: keys.bench,
    queryFn: () => station.bench.state.query(),
    enabled,
    refetchInterval: BENCH_EVERY_MS,
  });

/** A hub with everything on it plugged in at once. */
const MOST_PLUGGED = 20;

const withStep = (steps: readonly SearchStep[], step: SearchStep): readonly SearchStep[] => [
  ...steps.filter(({ source }) => source !== step.source),
  step,
];

const refresh = (client: QueryClient, event: StationEvent): void => {
  const change = (make: (state: SetupState) => SetupState) =>
    client.setQueryData<SetupState>(keys.setup, (state) => (state ? make(state) : state));
  if (event.type === 'device') change((state) => withDevice(state, event.device));
  if (event.type === 'devices-changed')
    for (const queryKey of [keys.setup, keys.bench]) client.invalidateQueries({ queryKey });
  if (event.type === 'search')
    client.setQueryData<readonly SearchStep[]>(keys.search, (steps = []) => withStep(steps, event.step));
  if (event.type === 'plugged')
    client.setQueryData<readonly DeviceCandidate[]>(keys.plugged, (before = []) =>
      [...before, ...event.arrived].slice(-MOST_PLUGGED),
    );
  if (event.type === 'catalogue-changed' || event.type === 'settings-changed')
    client.invalidateQueries({ queryKey: keys.lists });
  if (event.type === 'connection') change((state) => ({ ...state, connection: event.connection }));
  if (event.type === 'reader-read' || (event.type === 'print' && event.job.state !== 'waiting'))
    client.invalidateQueries({ queryKey: keys.setup });
  if (event.type === 'device' || event.type === 'print' || event.type === 'bench-changed')
    client.invalidateQueries({ queryKey: keys.bench });
};

/** Hands every event to `before`, with what was known until then, and then keeps the readings fresh; mounted once. */
export const useFreshness = (before: (event: StationEvent, known: SetupState | undefined) => void): void => {
  const client = useQueryClient();
  useStationEvents((event) => {
    before(event, client.getQueryData<SetupState>(keys.setup));
    refresh(client, event);
  });
};
