/**
 * The way of a dossier's papers, told a second time and from the portal's feed alone, to hold the station's chain against it:
 * nobody takes what nobody gave, nothing is taken twice, and whoever gives is who had them.
 */
import { chainOf, type RowState } from '../../domain/chain.ts';
import { movesByName } from '../../domain/movement.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Change } from '../../domain/sync.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { countedOf, startOf } from '../../offline-store/movements.ts';
import type { Command } from './commands.ts';

type OfDossier = Extract<Operation, { type: 'dossier.received' | 'dossier.acted' | 'dossier.moved' }>;

/** One hand to the next: by which operation, from where to where. */
interface Hand {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: RowState;
}

interface Way {
  readonly hands: readonly Hand[];
  readonly waiting?: Hand | undefined;
  /** Movements that the portal accepted though what they name did not wait. */
  readonly astray: readonly string[];
}

const START = 'Một cửa';
const textOf = ({ id, from, to, state }: Hand): string => `${id} ${from} → ${to} ${state}`;
const holderOf = ({ hands }: Way): string => hands.at(-1)?.to ?? START;

const sentOn = (way: Way, id: string, to: string): Way => ({
  ...way,
  hands: [...way.hands, { id, from: holderOf(way), to, state: 'unsigned' }],
  waiting: undefined,
});

function moved(way: Way, { id, payload }: Extract<Operation, { type: 'dossier.moved' }>): Way {
  if (payload.move === 'handed-over')
    return { ...way, waiting: { id, from: holderOf(way), to: payload.to.unit, state: 'waiting' } };
  const { waiting } = way;
  if (waiting?.id !== payload.handOver)
    return { ...way, astray: [...way.astray, `${payload.move} ${id} of a hand-over that did not wait`] };
  const hands: readonly Hand[] =
    payload.move === 'taken-over' ? [...way.hands, { ...waiting, state: 'taken' }] : way.hands;
  return { ...way, hands, waiting: undefined };
}

/** Told without domain/chain.ts: a defect there must not speak for itself. */
const wayAtPortal = (operations: readonly OfDossier[]): Way =>
  operations.reduce<Way>(
    (way, operation) => {
      if (operation.type === 'dossier.moved') return moved(way, operation);
      if (operation.type === 'dossier.received' || !movesByName(operation.payload)) return way;
      return sentOn(way, operation.id, operation.payload.to);
    },
    { hands: [], astray: [] },
  );

const isOfDossier = (operation: Operation): operation is OfDossier =>
  operation.type === 'dossier.received' || operation.type === 'dossier.acted' || operation.type === 'dossier.moved';

const dossierOf = (operation: OfDossier): string =>
  operation.type === 'dossier.received' ? operation.payload.id : operation.payload.dossierId;

type Shown = { readonly dossiers: Pick<OfficeStore['dossiers'], 'get' | 'events'> };

function wayHere(store: Shown, dossierId: string): readonly Hand[] {
  const dossier = store.dossiers.get(dossierId);
  if (dossier === undefined) return [];
  const { rows } = chainOf(startOf(dossier, START), countedOf(store.dossiers.events(dossierId)));
  return rows.map(({ id, from, to, state }) => ({ id, from: from.unit, to: to.unit, state }));
}

export interface Papers {
  /** Taken, or taken back, more than once. */
  readonly doubled: readonly string[];
  /** Dossiers whose papers this station believes elsewhere than the portal. */
  readonly differing: readonly string[];
}

/** Of an office at rest: everything is handed over and everything read. */
export function lookAtHandOvers(store: Shown, feed: readonly Change[]): Papers {
  const operations = feed.map(({ operation }) => operation).filter(isOfDossier);
  const doubled: string[] = [];
  const differing: string[] = [];
  for (const [id, own] of Map.groupBy(operations, dossierOf)) {
    const { hands, waiting, astray } = wayAtPortal(own);
    const [there, here] = [[...hands, ...(waiting ? [waiting] : [])], wayHere(store, id)].map((way) =>
      way.map(textOf).join('; '),
    );
    doubled.push(...astray.map((what) => `at the portal, ${what}`));
    if (there !== here) differing.push(`the papers of ${id} went “${there}” at the portal, “${here}” here`);
  }
  return { doubled, differing };
}

const movesPapers = ({ type, payload }: OfDossier): boolean =>
  type === 'dossier.moved' || (type === 'dossier.acted' && movesByName(payload));

/** Why a taking over or back may be refused: another desk dealt with that hand-over, or sent the dossier on, and was first. */
export function isOvertaken(command: Command, feed: readonly Change[]): boolean {
  if (command.what !== 'move' || command.movement.move === 'handed-over') return false;
  const { handOver } = command.movement;
  const own = feed
    .map(({ operation }) => operation)
    .filter(isOfDossier)
    .filter((operation) => dossierOf(operation) === command.dossierId);
  const at = own.findIndex(({ id }) => id === handOver);
  return own.slice(at + 1).some(movesPapers);
}
