/** Searching, adding, changing and removing devices, against the station. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeviceIdentity, ScanTarget } from '../../../../domain/device.ts';
import type { DeviceCandidate, SearchStep } from '../../../../domain/device-candidate.ts';
import type { DeviceConfig } from '../../../../domain/device-config.ts';
import { station } from '../../../common/client.ts';
import { keys } from '../../data.ts';

const useFresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.setup });
};

/** Looks everywhere; meanwhile `useSearchSteps` tells how far it has come. */
export const useSearch = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => {
      client.setQueryData<readonly SearchStep[]>(keys.search, []);
      return station.devices.detect.mutate();
    },
  });
};
export type Search = ReturnType<typeof useSearch>;

/** Kept by the events (data.ts): nothing is fetched. */
const useTold = <T>(key: readonly string[], otherwise: readonly T[]): readonly T[] =>
  useQuery<readonly T[]>({ queryKey: key, queryFn: () => otherwise, enabled: false }).data ?? otherwise;

const NO_STEPS: readonly SearchStep[] = [];
const NOTHING: readonly DeviceCandidate[] = [];
export const useSearchSteps = (): readonly SearchStep[] => useTold(keys.search, NO_STEPS);

/** What was plugged in since the page was opened and not dealt with; `forget` deals with it. */
export const usePlugged = () => {
  const client = useQueryClient();
  const plugged = useTold(keys.plugged, NOTHING);
  const forget = () => client.setQueryData<readonly DeviceCandidate[]>(keys.plugged, []);
  return { plugged, forget };
};

export const useAdd = () => {
  const fresh = useFresh();
  return useMutation({
    mutationFn: (wish: { readonly config: DeviceConfig; readonly identity?: DeviceIdentity }) =>
      station.devices.add.mutate(wish),
    onSettled: fresh,
  });
};

export interface Change {
  readonly id: string;
  readonly name?: string;
  readonly target?: ScanTarget;
}
export const useChange = () => {
  const fresh = useFresh();
  return useMutation({
    mutationFn: async ({ id, name, target }: Change) => {
      if (name !== undefined) await station.devices.rename.mutate({ id, name });
      if (target !== undefined) await station.devices.assign.mutate({ id, target });
    },
    onSettled: fresh,
  });
};

export const useRemove = () => {
  const fresh = useFresh();
  return useMutation({ mutationFn: (id: string) => station.devices.remove.mutate({ id }), onSettled: fresh });
};
