/** The things that can be held to a virtual reader, and how each is written under its picture. Pure. */
import type { BenchState } from '../../../domain/bench.ts';

export type ThingKey = 'receipt' | 'card' | 'ticket' | 'foreign' | 'layout';
export type Thing = { readonly key: ThingKey; readonly text: string; readonly shown: string };

/** `046•••••6152`: a sample card is made up, but the habit of masking is not. */
export const maskedNumber = (card: string): string => card.slice(0, 12).replace(/^(\d{3})\d{5}(\d{4})$/, '$1•••••$2');

/** Text is empty where there is none yet (no dossier, no ticket today). */
export const thingsOf = (samples: BenchState['samples']): readonly Thing[] => [
  { key: 'receipt', text: samples.receipt, shown: samples.receiptCode },
  { key: 'card', text: samples.card, shown: maskedNumber(samples.card) },
  { key: 'ticket', text: samples.ticket, shown: samples.ticket },
  { key: 'foreign', text: samples.foreign, shown: samples.foreign },
  { key: 'layout', text: samples.layout, shown: samples.layout },
];
