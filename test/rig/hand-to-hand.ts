/**
 * The way of a dossier's papers from hand to hand, told a second time, for judges: from the operations that the portal
 * accepted, without domain/chain.ts, since a defect there must not speak for itself; and as a station shows it.
 */
import { type Chain, chainOf, type RowState } from '../../domain/chain.ts';
import { movesByName } from '../../domain/movement.ts';
import type { Operation } from '../../domain/operation.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { countedOf, startOf } from '../../offline-store/movements.ts';

type OfDossier = Extract<Operation, { type: 'dossier.received' | 'dossier.acted' | 'dossier.moved' }>;

/** One hand to the next: by which operation, from where to where. */
interface Hand {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: RowState;
}

interface Told {
  readonly hands: readonly Hand[];
  readonly waiting?: Hand | undefined;
  readonly astray: readonly string[];
}

export interface Way {
  /** A line for each hand, the last one maybe still waiting; whoever gives is who had them. */
  readonly hands: readonly string[];
  /** Movements that were accepted though what they name did not wait: taken twice, or never handed over. */
  readonly astray: readonly string[];
}

const START = 'Một cửa';
const textOf = ({ id, from, to, state }: Hand): string => `${id} ${from} → ${to} ${state}`;
const holderOf = ({ hands }: Told): string => hands.at(-1)?.to ?? START;

const sentOn = (told: Told, id: string, to: string): Told => ({
  ...told,
  hands: [...told.hands, { id, from: holderOf(told), to, state: 'unsigned' }],
  waiting: undefined,
});

const moved = (told: Told, { id, payload }: Extract<Operation, { type: 'dossier.moved' }>): Told => {
  if (payload.move === 'handed-over')
    return { ...told, waiting: { id, from: holderOf(told), to: payload.to.unit, state: 'waiting' } };
  const { waiting, hands } = told;
  if (waiting?.id !== payload.handOver)
    return { ...told, astray: [...told.astray, `${payload.move} ${id} of a hand-over that did not wait`] };
  const isTaken = payload.move === 'taken-over';
  return { ...told, hands: isTaken ? [...hands, { ...waiting, state: 'taken' }] : hands, waiting: undefined };
};

const after = (told: Told, operation: OfDossier): Told => {
  if (operation.type === 'dossier.moved') return moved(told, operation);
  if (operation.type === 'dossier.received' || !movesByName(operation.payload)) return told;
  return sentOn(told, operation.id, operation.payload.to);
};

/** `operations`: of one dossier, in the portal's order. */
export const wayThere = (operations: readonly OfDossier[]): Way => {
  const { hands, waiting, astray } = operations.reduce<Told>(after, { hands: [], astray: [] });
  return { hands: [...hands, ...(waiting ? [waiting] : [])].map(textOf), astray };
};

export const isOfDossier = (operation: Operation): operation is OfDossier =>
  operation.type === 'dossier.received' || operation.type === 'dossier.acted' || operation.type === 'dossier.moved';

export const dossierOf = (operation: OfDossier): string =>
  operation.type === 'dossier.received' ? operation.payload.id : operation.payload.dossierId;

export interface Shown {
  readonly dossiers: Pick<OfficeStore['dossiers'], 'get' | 'events'>;
}

/** What the windows show of it; undefined where the dossier is not here. */
export const chainHere = ({ dossiers }: Shown, dossierId: string): Chain | undefined => {
  const dossier = dossiers.get(dossierId);
  return dossier && chainOf(startOf(dossier, START), countedOf(dossiers.events(dossierId)));
};

export const handsHere = (chain: Chain | undefined): readonly string[] =>
  (chain?.rows ?? []).map(({ id, from, to, state }) => textOf({ id, from: from.unit, to: to.unit, state }));
