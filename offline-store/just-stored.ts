/**
 * What was stored just now and is not in the full-text index yet: reading and opening it again would cost more than indexing it.
 * Nothing here is believed without its row: a transaction may have been undone since.
 */
import type { ReceivedDossier } from '../domain/dossier.ts';
import type { Findable } from './search-text.ts';

/** So many are kept, some MB at most. */
const MOST = 5_000;

export type Kept = Findable & Pick<ReceivedDossier, 'id'>;

export interface JustStored {
  /** `number`: of its row. */
  keep(number: number, dossier: ReceivedDossier): void;
  /** Of the rows behind `number`, as far as they follow on each other; at most `most`. */
  after(number: number, most: number): readonly Kept[];
  at(number: number): Kept | undefined;
  /** Rows up to `number` are in the index. */
  drop(number: number): void;
}

const keptOf = ({ id, code, agency, procedureCode, onBehalfOf, applicant }: ReceivedDossier): Kept => {
  const { name, citizenId, phone } = applicant;
  return { id, code, agency, procedureCode, onBehalfOf, applicant: { name, citizenId, phone } };
};

export const createJustStored = (): JustStored => {
  let first = 0;
  let kept: Kept[] = [];
  return {
    keep: (number, dossier) => {
      // A number that does not follow: rows were stored elsewhere, or those from it on were undone and are told anew.
      if (number !== first + kept.length || kept.length >= MOST) {
        first = number;
        kept = [];
      }
      kept.push(keptOf(dossier));
    },
    after: (number, most) => (number + 1 < first ? [] : kept.slice(number + 1 - first, number + 1 - first + most)),
    at: (number) => (number < first ? undefined : kept[number - first]),
    drop: (number) => {
      if (number < first) return;
      kept = kept.slice(number + 1 - first);
      first = number + 1;
    },
  };
};
