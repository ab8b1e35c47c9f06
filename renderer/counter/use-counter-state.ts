import { useCallback, useMemo, useState } from 'react';
import type { Uuid7 } from '../../domain/ids.ts';
import { failureOf } from '../common/failure.ts';
import type { Counter, Notice, Overlay, ScannedCard, View } from './counter-state.ts';

export type CounterControl = Counter & { readonly setCard: (card: ScannedCard | undefined) => void };

/** The state behind CounterContext. Going elsewhere takes the last notice away. */
export const useCounterState = (): CounterControl => {
  const [view, setView] = useState<View>({ name: 'home' });
  const [selected, select] = useState<Uuid7>();
  const [notice, notify] = useState<Notice>();
  const [overlay, show] = useState<Overlay>();
  const [card, setCard] = useState<ScannedCard>();
  const go = useCallback((next: View) => {
    setView(next);
    // A card belongs to the person at the desk: it is not carried over to whoever comes next.
    if (next.name === 'home' || next.name === 'scan') setCard(undefined);
    notify(undefined);
  }, []);
  const fail = useCallback((error: unknown) => notify({ tone: 'bad', failure: failureOf(error) }), []);
  const takeCard = useCallback(() => setCard(undefined), []);
  return useMemo(
    () => ({ view, go, selected, select, notice, notify, fail, overlay, show, card, takeCard, setCard }),
    [view, go, selected, notice, fail, overlay, card, takeCard],
  );
};
