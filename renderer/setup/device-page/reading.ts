/** How the test code arrived, and what that says about the reader under test. Pure. */
import { judgeTestRead, type TestRead, type TestResult, type TestVerdict } from '../../../domain/reader-test.ts';

/** `typed`: whole, but typed by a reader that is set up as another kind. `refused`: unusable already at the station. */
export type ReadVerdict = TestVerdict | 'typed' | 'refused';

export type Reading = { readonly verdict: ReadVerdict; readonly length: number; readonly detail?: string | undefined };

/** A read typed into the page. `isKeyboard`: the reader under test is one that should type. */
export function judgeTyped(read: TestRead, isKeyboard: boolean): Reading {
  const result: TestResult = judgeTestRead(read);
  return result.verdict === 'whole' && !isKeyboard ? { ...result, verdict: 'typed' } : result;
}

/** Whether the test is over; `other` was only another code, so it goes on. */
export const isFinal = (verdict: ReadVerdict): boolean => verdict !== 'other' && verdict !== 'refused';
/** Whether dossiers can be worked with like this. */
export const isPass = (verdict: ReadVerdict): boolean => verdict === 'whole';
