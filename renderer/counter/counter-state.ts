/** Where the officer is and what was last said to her; shared by every screen of the counter. */
import { createContext, useContext } from 'react';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import type { ScanMeaning } from '../../domain/views/desk.ts';
import type { Failure } from '../common/failure.ts';

export type CardApplicant = Extract<ScanMeaning, { kind: 'citizen-card' }>['applicant'];
export type ScannedCard = {
  readonly at: Instant;
  readonly applicant: CardApplicant;
  readonly warnings: readonly string[];
};

export type View =
  | { readonly name: 'home' }
  | { readonly name: 'intake'; readonly draftId: Uuid7 }
  | { readonly name: 'scan'; readonly dossierId: Uuid7 }
  /** A stack of several dossiers, or the batch of one with papers of others in it. */
  | { readonly name: 'scan-stack'; readonly dossierId?: Uuid7 | undefined }
  | { readonly name: 'return'; readonly dossierId: Uuid7; readonly scannedAt?: Instant };

/** A notice in the flow: good news, or a failure with its code. */
export type Notice = { readonly tone: 'good' | 'calm' | 'bad'; readonly text?: string; readonly failure?: Failure };

export type Overlay = 'help' | 'outbox' | 'prints' | 'shift' | undefined;

export type Counter = {
  readonly view: View;
  readonly go: (view: View) => void;
  readonly selected: Uuid7 | undefined;
  readonly select: (id: Uuid7 | undefined) => void;
  readonly notice: Notice | undefined;
  readonly notify: (notice: Notice | undefined) => void;
  readonly fail: (error: unknown) => void;
  readonly overlay: Overlay;
  readonly show: (overlay: Overlay) => void;
  /** The citizen card read last, until a screen takes it. */
  readonly card: ScannedCard | undefined;
  readonly takeCard: () => void;
};

export const CounterContext = createContext<Counter | undefined>(undefined);

export const useCounter = (): Counter => {
  const counter = useContext(CounterContext);
  if (!counter) throw new Error('useCounter outside the counter window');
  return counter;
};
