import { createContext, useContext } from 'react';
import type { DeviceView } from '../../domain/device.ts';
import type { Observation } from './device-page/observed.ts';
import type { Trial } from './device-page/trial.ts';
import type { Happening, HappeningKey, Logged } from './happenings.ts';

export type Page = 'devices' | 'pairing' | 'lists' | 'bench';

/** What the pages share: a test goes on while the technician looks at the bench, and the log remembers both. */
export type Setup = {
  readonly page: Page;
  readonly go: (page: Page) => void;
  readonly trial: Trial | undefined;
  readonly startTrial: (device: DeviceView) => void;
  readonly noteTrial: (ok: boolean, observed: Observation) => void;
  readonly closeTrial: () => void;
  readonly log: readonly Logged[];
  /** Notes what this page did itself. */
  readonly did: (key: HappeningKey, values?: Happening['values']) => void;
};

export const SetupContext = createContext<Setup | undefined>(undefined);

export const useSetupState = (): Setup => {
  const setup = useContext(SetupContext);
  if (!setup) throw new Error('useSetupState outside of SetupContext');
  return setup;
};
