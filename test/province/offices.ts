/** The province's stations: who they are, and which of them share a commune. */
import { olderAgencyOrder, PROVINCE } from '../../domain/dossier-code.ts';
import { nameOf } from './people.ts';
import { randomOf } from './random.ts';

export interface Office {
  readonly index: number;
  readonly station: string;
  /** As this station writes it; some write the older order. */
  readonly agency: string;
  readonly commune: number;
  readonly desk: number;
  readonly officer: string;
  readonly token: string;
}

/** One station in so many is the second PC of its commune: both take dossiers in, so that their numbers and feeds interleave. */
const SECOND_EVERY = 18;
const COMMUNES_A_DISTRICT = 20;
const OLDER_ORDER_EVERY = 10;

const agencyOf = (commune: number): string =>
  `${PROVINCE}.${21 + Math.floor(commune / COMMUNES_A_DISTRICT)}.${11 + (commune % COMMUNES_A_DISTRICT)}`;

/** How many of so many stations are the second one of their commune. */
export const pairsOf = (stations: number): number =>
  stations < 2 ? 0 : Math.max(1, Math.round(stations / SECOND_EVERY));

/** Stations one to `communes` stand alone or are their commune's first; the rest are second ones, the first communes'. */
export const officesOf = (seed: string, stations: number): readonly Office[] => {
  const communes = stations - pairsOf(stations);
  return Array.from({ length: stations }, (_, index) => {
    const second = index >= communes;
    const commune = second ? index - communes : index;
    const agency = agencyOf(commune);
    const older = index % OLDER_ORDER_EVERY === OLDER_ORDER_EVERY - 1 || (second && index % 2 === 0);
    const random = randomOf(seed, 'office', index);
    return {
      index,
      station: `xa-${String(commune + 1).padStart(3, '0')}-may-${second ? 2 : 1}`,
      agency: older ? (olderAgencyOrder(agency) ?? agency) : agency,
      commune,
      desk: second ? 2 : 1,
      officer: nameOf(random),
      token: Buffer.from(random.bytes(24)).toString('base64url'),
    };
  });
};
