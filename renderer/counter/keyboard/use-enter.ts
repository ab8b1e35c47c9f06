import { useEffect, useState } from 'react';

export interface EnterKey {
  readonly press: () => void;
  /** Something else was typed: what Enter was meant for is gone. */
  readonly forget: () => void;
}

/**
 * Whoever types fast presses Enter before the answer to the last letters is there, and what is on the screen then answers
 * other words. So Enter waits for the answer to what was typed and takes of that: never somebody else's dossier.
 */
export const useEnter = (isAnswer: boolean, take: () => void): EnterKey => {
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    if (!pressed || !isAnswer) return;
    setPressed(false);
    take();
  });
  return { press: () => setPressed(true), forget: () => setPressed(false) };
};
