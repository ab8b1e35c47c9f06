/** One file at a time, from choosing it to having it. Whatever is left half-way has written nothing. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { OfficeList } from '../../../domain/office-file.ts';
import { keys } from '../data.ts';
import type { HappeningKey } from '../happenings.ts';
import { useSetupState } from '../setup-state.ts';
import { bring, type Imported, type PackedFile, type Refusal, readPicked, refusalOf } from './bring.ts';

interface Chosen {
  readonly list: OfficeList;
  readonly name: string;
  readonly bytes: number;
}
type Tried = Chosen & { readonly packed: PackedFile; readonly result: Imported };

export type Step =
  | { readonly is: 'none' }
  | (Chosen & { readonly is: 'checking' })
  | (Chosen & { readonly is: 'refused'; readonly refusal: Refusal })
  | (Tried & { readonly is: 'tried' | 'taking' })
  | (Tried & { readonly is: 'failed'; readonly refusal: Refusal })
  | (Chosen & { readonly is: 'done'; readonly result: Imported });

const LOGGED: Readonly<Record<OfficeList, HappeningKey>> = {
  catalogue: 'did-catalogue',
  settings: 'did-settings',
  officers: 'did-officers',
};

export const useImport = () => {
  const client = useQueryClient();
  const { did } = useSetupState();
  const [step, setStep] = useState<Step>({ is: 'none' });
  // An answer to a file that was left meanwhile is nobody's.
  const turn = useRef(0);
  const begin = (): ((next: Step) => void) => {
    turn.current += 1;
    const mine = turn.current;
    return (next) => {
      if (turn.current === mine) setStep(next);
    };
  };
  const choose = async (list: OfficeList, picked: File): Promise<void> => {
    const say = begin();
    const chosen: Chosen = { list, name: picked.name, bytes: picked.size };
    say({ is: 'checking', ...chosen });
    try {
      const packed = await readPicked(list, picked);
      say({ is: 'tried', ...chosen, packed, result: await bring(packed, true) });
    } catch (error) {
      say({ is: 'refused', ...chosen, refusal: refusalOf(error) });
    }
  };
  const take = async (): Promise<void> => {
    if (step.is !== 'tried' && step.is !== 'failed') return;
    const say = begin();
    const { list, name, bytes, packed, result: tried } = step;
    say({ is: 'taking', list, name, bytes, packed, result: tried });
    try {
      const result = await bring(packed, false);
      did(LOGGED[list], { name });
      say({ is: 'done', list, name, bytes, result });
    } catch (error) {
      say({ is: 'failed', list, name, bytes, packed, result: tried, refusal: refusalOf(error) });
    }
    await client.invalidateQueries({ queryKey: keys.lists });
  };
  /** Not while the station writes: it would be in all the same. */
  const leave = (): void => {
    if (step.is !== 'taking') begin()({ is: 'none' });
  };
  return { step, choose, take, leave };
};

export type Importing = ReturnType<typeof useImport>;
