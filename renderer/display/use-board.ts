import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import type { CallView, DisplayState } from '../../domain/views/public.ts';
import { station } from '../common/client.ts';
import { playClips } from '../common/clips.ts';
import { stationNow, syncClock } from '../common/clock.ts';
import { useStationEvents } from '../common/station-events.ts';
import { type Announced, announce } from './announce.ts';
import { type CallQueue, emptyQueue, enqueue, finish, reconcile } from './call-queue.ts';

/** Also without any event: the day changes, results are fetched. */
const ASK_EVERY_MS = 60_000;
const KEY = ['board'];

type QueueAction =
  | { readonly do: 'call'; readonly call: CallView }
  | { readonly do: 'state'; readonly calls: readonly CallView[]; readonly now: number }
  | { readonly do: 'done' };

const change = (queue: CallQueue, action: QueueAction): CallQueue => {
  if (action.do === 'call') return enqueue(queue, action.call);
  return action.do === 'done' ? finish(queue) : reconcile(queue, action.calls, action.now);
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `mute`: the last call could not be heard; the board says so, for the staff. */
export type Board = { readonly state: DisplayState | undefined; readonly queue: CallQueue; readonly mute: boolean };

/** The board's contents: what the station says, and the calls one after another. */
export function useBoard(): Board {
  const client = useQueryClient();
  const { data: state } = useQuery({ queryKey: KEY, queryFn: fetchState, refetchInterval: ASK_EVERY_MS });
  const [queue, dispatch] = useReducer(change, emptyQueue);
  useStationEvents((event) => {
    if (event.type === 'call') dispatch({ do: 'call', call: event.call });
    else client.invalidateQueries({ queryKey: KEY });
  });
  useEffect(() => {
    if (state) dispatch({ do: 'state', calls: callsOf(state), now: stationNow() });
  }, [state]);
  const [mute, setMute] = useState(false);
  useAnnouncing(queue.calling, ({ sounded }) => {
    setMute(!sounded);
    dispatch({ do: 'done' });
  });
  return { state, queue, mute };
}

async function fetchState(): Promise<DisplayState> {
  const state = await station.display.state.query();
  syncClock(state.now);
  return state;
}

/** Newest first. */
const callsOf = ({ current, recent }: DisplayState): readonly CallView[] => (current ? [current, ...recent] : recent);

function useAnnouncing(calling: CallView | undefined, done: (announced: Announced) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one announcement a call; `done` only sets state
  useEffect(() => {
    if (!calling) return;
    let gone = false;
    announce(calling, { play: playClips, wait }).then((announced) => {
      if (!gone) done(announced);
    });
    return () => {
      gone = true;
    };
  }, [calling]);
}
