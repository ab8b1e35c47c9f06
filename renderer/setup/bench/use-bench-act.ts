/** Does something on the bench, notes it in the log, and says so when it was refused. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type Failure, failureOf } from '../../common/failure.ts';
import { keys } from '../data.ts';
import type { Happening, HappeningKey } from '../happenings.ts';
import { useSetupState } from '../setup-state.ts';

export type BenchAct = (mutate: () => Promise<unknown>, key: HappeningKey, values?: Happening['values']) => void;

export const useBenchAct = (): { readonly act: BenchAct; readonly failure: Failure | undefined } => {
  const client = useQueryClient();
  const { did } = useSetupState();
  const [failure, setFailure] = useState<Failure>();
  const act: BenchAct = useCallback(
    (mutate, key, values) => {
      mutate().then(
        () => {
          setFailure(undefined);
          did(key, values);
          client.invalidateQueries({ queryKey: keys.bench });
        },
        (error: unknown) => setFailure(failureOf(error)),
      );
    },
    [client, did],
  );
  return { act, failure };
};
