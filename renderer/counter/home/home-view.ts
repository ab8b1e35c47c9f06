/** What of the work list is shown: whose, and which group. Kept while the officer is on another screen. */
import { useSyncExternalStore } from 'react';
import type { WorkGroupKey } from '../../../domain/views/work.ts';
import type { Scope } from '../data.ts';

type HomeView = { readonly scope: Scope; readonly group: WorkGroupKey | undefined };

let current: HomeView = { scope: 'desk', group: undefined };
const listeners = new Set<() => void>();

const set = (next: Partial<HomeView>): void => {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const setScope = (scope: Scope): void => set({ scope });
const setGroup = (group: WorkGroupKey | undefined): void => set({ group });

export const useHomeView = () => ({ ...useSyncExternalStore(subscribe, () => current), setScope, setGroup });
