import { useEffect, useState } from 'react';
import { PAGE_MS } from './pages.ts';

/** Counts the pages that have been turned. While `held` it stands still, and afterwards a page has its full time again. */
export function useTurn(held: boolean): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (held) return;
    const timer = setInterval(() => setTurn((before) => before + 1), PAGE_MS);
    return () => clearInterval(timer);
  }, [held]);
  return turn;
}
