/** What the counter reads from the station, and which event makes which reading old. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Uuid7 } from '../../domain/ids.ts';
import { applyScanChange, type ScanChange, type ScanSession } from '../../domain/scan-session.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import { station } from '../common/client.ts';
import { syncClock } from '../common/clock.ts';
import { useStationEvents } from '../common/station-events.ts';

export type Scope = 'desk' | 'all';
const MINUTE = 60_000;

export const keys = {
  desk: ['desk'],
  shift: ['shift'],
  connection: ['connection'],
  devices: ['devices'],
  work: ['work'],
  dossiers: ['dossier'],
  dossier: (id: Uuid7) => ['dossier', id],
  queue: ['queue'],
  prints: ['prints'],
  drafts: ['drafts'],
  outbox: ['outbox'],
  store: ['store'],
  catalogue: ['catalogue'],
  procedure: ['procedure'],
  preview: ['preview'],
  scan: (id: Uuid7) => ['scan', id],
} as const;

export const useDesk = () =>
  useQuery({
    queryKey: keys.desk,
    queryFn: async () => {
      const desk = await station.desk.info.query();
      syncClock(desk.now);
      return desk;
    },
    // The page counts on with its own monotonic clock; now and then it asks again, in case the station's was set.
    refetchInterval: 10 * MINUTE,
  });

/** Who works here and who else could: the province's list may change, and at midnight everybody is asked anew. */
export const useShift = () =>
  useQuery({ queryKey: keys.shift, queryFn: () => station.officers.shift.query(), refetchInterval: MINUTE });

export const useConnection = () =>
  useQuery({ queryKey: keys.connection, queryFn: () => station.connection.state.query() });
export const useDevices = () => useQuery({ queryKey: keys.devices, queryFn: () => station.devices.list.query() });

/** "Còn 18 phút" grows old by itself: asked anew every minute. */
export const useWork = (scope: Scope) =>
  useQuery({
    queryKey: [...keys.work, scope],
    queryFn: () => station.work.list.query({ scope }),
    refetchInterval: MINUTE,
    placeholderData: (previous) => previous,
  });

export const useDossier = (id: Uuid7 | undefined) =>
  useQuery({
    queryKey: keys.dossier(id ?? ''),
    queryFn: () => station.dossiers.get.query({ id: id ?? '' }),
    enabled: id !== undefined,
    refetchInterval: MINUTE,
  });

export const useQueue = () =>
  useQuery({ queryKey: keys.queue, queryFn: () => station.queue.desk.query(), refetchInterval: MINUTE });
export const usePrints = () => useQuery({ queryKey: keys.prints, queryFn: () => station.prints.open.query() });
export const useDrafts = () => useQuery({ queryKey: keys.drafts, queryFn: () => station.intake.drafts.query() });
export const useOutbox = (enabled: boolean) =>
  useQuery({ queryKey: keys.outbox, queryFn: () => station.outbox.rows.query(), enabled });

/** Of the store, its copies and its disk: nothing of it is in a hurry. */
export const useStoreNotices = () =>
  useQuery({ queryKey: keys.store, queryFn: () => station.store.notices.query(), refetchInterval: MINUTE });

export const useStoreSeen = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => station.store.seen.mutate(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.store }),
  });
};

/** Keeps every reading fresh from the station's events; mounted once. */
export const useFreshness = (): void => {
  const client = useQueryClient();
  useStationEvents((event) => refresh(client, event));
};

/** A batch grows by what changed; one whose change was missed is asked for anew. */
const takeScanChange = (client: QueryClient, change: ScanChange): void => {
  const key = keys.scan(change.head.id);
  const before = client.getQueryData<ScanSession>(key);
  if (!before) return;
  const after = applyScanChange(before, change);
  if (after) client.setQueryData(key, after);
  else void client.invalidateQueries({ queryKey: key });
};

const refresh = (client: QueryClient, event: StationEvent): void => {
  const stale = (...names: readonly (readonly string[])[]) => {
    for (const queryKey of names) client.invalidateQueries({ queryKey });
  };
  if (event.type === 'work-changed')
    stale(keys.work, keys.dossiers, keys.connection, keys.outbox, keys.drafts, keys.store);
  if (event.type === 'queue-changed') stale(keys.queue);
  if (event.type === 'settings-changed') stale(keys.work, keys.dossiers, keys.queue, keys.preview);
  if (event.type === 'catalogue-changed') stale(keys.catalogue, keys.procedure, keys.preview, keys.dossiers);
  if (event.type === 'print') stale(keys.prints, keys.work, keys.dossiers);
  if (event.type === 'device' || event.type === 'devices-changed') stale(keys.devices);
  if (event.type === 'scan-session') takeScanChange(client, event.change);
  if (event.type === 'connection') {
    client.setQueryData(keys.connection, event.connection);
    stale(keys.outbox, keys.work, keys.dossiers);
  }
};
