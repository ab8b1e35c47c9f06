/** What every screen of the kiosk can do. */
import { createContext, useContext } from 'react';
import type { KioskHome } from '../../domain/views/public.ts';
import type { Journey, JourneyAction, Screen } from './journey.ts';
import type { KeypadState } from './keypad.ts';

export type Kiosk = {
  readonly journey: Journey;
  readonly home: KioskHome;
  readonly dispatch: (action: JourneyAction) => void;
  readonly go: (to: Screen) => void;
  /** Looks a code up and shows what it leads to; a typed code that leads nowhere comes back to its keys. */
  readonly lookUp: (text: string, typed: KeypadState) => void;
  /** The person is done: home, and everything is forgotten. */
  readonly finish: () => void;
};

export const KioskContext = createContext<Kiosk | undefined>(undefined);

export const useKiosk = (): Kiosk => {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('a kiosk screen outside of the kiosk');
  return kiosk;
};
