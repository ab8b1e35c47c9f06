/** The form of the pairing page: what is typed, and the pairing itself, against the station. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { groupedWhileTyped } from '../../../domain/pairing.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { station } from '../../common/client.ts';
import { keys } from '../data.ts';
import { useSetupState } from '../setup-state.ts';
import { isUsableAddress, type Stage, stageOf, typedCode } from './stage.ts';

export const usePairing = ({ pairing, connection }: SetupState) => {
  const client = useQueryClient();
  const { did } = useSetupState();
  const stage: Stage = stageOf(pairing, connection);
  const [again, setAgain] = useState(false);
  const [address, setAddress] = useState(pairing.portalUrl);
  const [code, setCode] = useState('');
  const mutation = useMutation({
    mutationFn: () => station.pairing.pair.mutate({ portal: address, code, replace: pairing.state === 'paired' }),
    onSuccess: () => {
      did('did-pair');
      setCode('');
      setAgain(false);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.setup }),
  });
  const typed = typedCode(code);
  const ready = typed.is === 'good' && isUsableAddress(address) && !mutation.isPending;
  return {
    stage,
    /** The form is there unless the PC is paired and nobody asked to pair it again. */
    isOpen: stage !== 'paired' || again,
    setAgain,
    address,
    setAddress: (value: string) => {
      mutation.reset();
      setAddress(value);
    },
    code,
    setCode: (value: string) => {
      mutation.reset();
      setCode(groupedWhileTyped(value));
    },
    typed,
    ready,
    submit: () => ready && mutation.mutate(),
    isRunning: mutation.isPending,
    isDone: mutation.isSuccess,
    error: mutation.error,
  };
};

export type Pairing = ReturnType<typeof usePairing>;
