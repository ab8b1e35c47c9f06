/** What of a file is shown, as one word. Pure. */
import type { Step } from './use-import.ts';

export type Shown = Exclude<Step, { readonly is: 'none' }>;
export type Look = Shown['is'] | 'known';

/** A file that would change nothing is not one to take in. */
export const lookOf = (step: Shown): Look =>
  step.is === 'tried' && step.result.imported.outcome === 'known' ? 'known' : step.is;
