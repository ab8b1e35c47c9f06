/** Papers from hand to hand, looked at by the judge: every dossier's way as the portal's feed tells it and as the station shows it. */
import { movesByName } from '../../domain/movement.ts';
import type { Change } from '../../domain/sync.ts';
import { chainHere, dossierOf, handsHere, isOfDossier, type Shown, wayThere } from '../rig/hand-to-hand.ts';
import type { Command } from './commands.ts';

export interface Papers {
  /** Taken, or taken back, more than once. */
  readonly doubled: readonly string[];
  /** Dossiers whose papers this station believes elsewhere than the portal. */
  readonly differing: readonly string[];
}

/** Of an office at rest: everything is handed over and everything read. */
export function lookAtHandOvers(store: Shown, feed: readonly Change[]): Papers {
  const operations = feed.map(({ operation }) => operation).filter(isOfDossier);
  const looked = [...Map.groupBy(operations, dossierOf)].map(([id, own]) => {
    const { hands, astray } = wayThere(own);
    const [there, here] = [hands.join('; '), handsHere(chainHere(store, id)).join('; ')];
    return {
      astray,
      differs: there === here ? [] : [`the papers of ${id} went “${there}” at the portal, “${here}” here`],
    };
  });
  return {
    doubled: looked.flatMap(({ astray }) => astray.map((what) => `at the portal, ${what}`)),
    differing: looked.flatMap(({ differs }) => differs),
  };
}

/** Why a taking over or back may be refused: another desk dealt with that hand-over, or sent the dossier on, and was first. */
export function isOvertaken(command: Command, feed: readonly Change[]): boolean {
  if (command.what !== 'move' || command.movement.move === 'handed-over') return false;
  const { handOver } = command.movement;
  const own = feed.map(({ operation }) => operation).filter(isOfDossier);
  const ofDossier = own.filter((operation) => dossierOf(operation) === command.dossierId);
  const at = ofDossier.findIndex(({ id }) => id === handOver);
  return ofDossier
    .slice(at + 1)
    .some(({ type, payload }) => type === 'dossier.moved' || (type === 'dossier.acted' && movesByName(payload)));
}
