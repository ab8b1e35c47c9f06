import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { KioskHome } from '../../domain/views/public.ts';
import { failureOf } from '../common/failure.ts';
import { setLanguage } from '../common/i18n.ts';
import { Stage } from '../common/Stage.tsx';
import { useStationEvents } from '../common/station-events.ts';
import { useWedgeRules } from '../common/wedge/use-wedge-rules.ts';
import { withoutMarks } from '../common/wedge/verdict.ts';
import { bringTyped, CATALOGUE, forgetPerson, homeQuery, lookup } from './api.ts';
import { idleScreenOf, type Journey, type JourneyAction, type Screen, startOfDay, step } from './journey.ts';
import { type Kiosk, KioskContext } from './kiosk-context.ts';
import { receiptIn, screenOfScan } from './scanned-text.ts';
import { CurrentScreen } from './screens/CurrentScreen.tsx';
import { HelpBox } from './screens/HelpBox.tsx';
import { IdleWarning } from './screens/IdleWarning.tsx';
import { useIdle } from './use-idle.ts';
import { useLockdown } from './use-lockdown.ts';

export const App = () => {
  const home = useQuery(homeQuery);
  const [journey, dispatch] = useReducer(step, startOfDay);
  useLanguageOf(journey);
  useForgetting(journey.session);
  const lookUp = useLookUp(dispatch);
  const typed = useKeyboardReader(dispatch);
  useScans(dispatch, typed);
  const left = useIdle(idleScreenOf(journey), journey.session, () => dispatch({ do: 'wipe' }));
  if (!home.data) return null;
  return (
    <Stage width={1080} height={1920} className={journey.large ? 'large' : ''}>
      <Provided journey={journey} home={home.data} dispatch={dispatch} lookUp={lookUp}>
        <CurrentScreen />
        {journey.help && <HelpBox />}
        {left !== undefined && <IdleWarning seconds={left} />}
      </Provided>
    </Stage>
  );
};

type Dispatch = (action: JourneyAction) => void;
type LookUp = (text: string, looking: Screen, fallback: (code: string | undefined) => Screen) => void;

type ProvidedProps = {
  readonly journey: Journey;
  readonly home: KioskHome;
  readonly dispatch: Dispatch;
  readonly lookUp: LookUp;
  readonly children: React.ReactNode;
};

const Provided = ({ journey, home, dispatch, lookUp, children }: ProvidedProps) => {
  const kiosk = useMemo<Kiosk>(
    () => ({
      journey,
      home,
      dispatch,
      go: (to) => dispatch({ do: 'go', to }),
      lookUp: (text, typed) => {
        const looking: Screen = { kind: 'looking' };
        dispatch({ do: 'replace', to: looking });
        lookUp(text, looking, (failure) => ({ kind: 'keypad', keypad: typed, failure }));
      },
      finish: () => dispatch({ do: 'wipe' }),
    }),
    [journey, home, dispatch, lookUp],
  );
  return <KioskContext value={kiosk}>{children}</KioskContext>;
};

const useLanguageOf = ({ language }: Journey): void => {
  useEffect(() => setLanguage(language), [language]);
};

/** A new session is a new person: nothing of the one before is left in memory. */
const useForgetting = (session: number): void => {
  const client = useQueryClient();
  useEffect(() => {
    if (session > startOfDay.session) forgetPerson(client);
  }, [session, client]);
};

/** Shows what the code leads to, in the place of `looking`; `fallback` where the station says why it leads nowhere. */
const useLookUp = (dispatch: Dispatch): LookUp =>
  useCallback(
    async (text, looking, fallback) => {
      const answer = (to: Screen) => dispatch({ do: 'answer', from: looking, to });
      try {
        answer({ kind: 'status', status: await lookup(text), receipt: receiptIn(text) });
      } catch (error) {
        // No code: the station is away, and its gate says so; what was typed is kept.
        answer(fallback(failureOf(error).code));
      }
    },
    [dispatch],
  );

/** A reader that types: the station answers as to any reader's scan. Answers what was typed last, for the receipt in it. */
const useKeyboardReader = (dispatch: Dispatch): { current: string } => {
  const rules = useWedgeRules({ hands: false });
  const typed = useRef('');
  const refused = (code: string | undefined): void => {
    if (code !== undefined) dispatch({ do: 'scanned', to: { kind: 'refused', code } });
  };
  useLockdown({
    rules: () => rules.current,
    onScan: ({ text, gapMs }) => {
      typed.current = withoutMarks(text, rules.current);
      bringTyped(text, gapMs).catch((error: unknown) => refused(failureOf(error).code));
    },
    onGarbled: () => refused('MC-SCN-08'),
  });
  return typed;
};

/** What the station says of a scan at this kiosk's readers. */
const useScans = (dispatch: Dispatch, typed: { current: string }): void => {
  const client = useQueryClient();
  useStationEvents((event) => {
    const to = screenOfScan(event, typed.current);
    // Nothing of one person may be tied to the next.
    if (to) typed.current = '';
    if (to) dispatch({ do: 'scanned', to });
    else client.invalidateQueries({ queryKey: homeQuery.queryKey });
    if (event.type === 'catalogue-changed') client.invalidateQueries({ queryKey: CATALOGUE });
  });
};
