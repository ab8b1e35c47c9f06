/**
 * What a test showed, as the station keeps it: a short token of ours, so that it reads right in either language later.
 * A scanner's own token is the number of pages (station). Whatever else stands there is shown as it is.
 */
import type { Say } from '../text.ts';

export type Observation = 'print:yes' | 'print:no' | 'read:whole' | 'read:wrong' | 'look:yes' | 'look:no';

const KEYS = {
  'print:yes': 'tested.printYes',
  'print:no': 'tested.printNo',
  'read:whole': 'tested.readWhole',
  'read:wrong': 'tested.readWrong',
  'look:yes': 'tested.lookYes',
  'look:no': 'tested.lookNo',
} as const satisfies Record<Observation, string>;

const isObservation = (text: string): text is Observation => Object.hasOwn(KEYS, text);

export const phraseObserved = (t: Say, observed: string): string => {
  if (isObservation(observed)) return t(KEYS[observed]);
  if (!/^\d+$/.test(observed)) return observed;
  const count = Number(observed);
  return count === 0 ? t('tested.noPages') : t('tested.pages', { count });
};
