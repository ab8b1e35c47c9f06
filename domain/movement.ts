/**
 * Who has a dossier's papers: each hand-over and each taking over is an operation (form 05, domain.md §1 step 5: "each
 * hand-over signed with time"). The rule is one, for the desk and for the portal.
 */
import { z } from 'zod';
import type { DossierStatus } from './dossier.ts';
import { type DossierAction, isOpen } from './dossier-actions.ts';
import { type Uuid7, uuid7Schema } from './ids.ts';

const text = (max: number) => z.string().trim().max(max);

/** Where papers are: an agency, a unit or an office, and the person there where one is known. */
export const holderSchema = z
  .object({
    unit: text(200).min(1),
    name: text(200).default(''),
    /** Of the office's list (domain/officer.ts), where the person is on it. */
    officerId: text(80).optional(),
  })
  .readonly();
export type Holder = z.infer<typeof holderSchema>;

/**
 * `handed-over`: to somebody who has yet to take it; a further one takes the place of one that still waits.
 * `taken-over`: the receiver has the papers; `receiver` is the name that signed. `taken-back`: it was not handed over after all.
 * The last two name the operation that handed over.
 */
export const movementSchema = z.discriminatedUnion('move', [
  z.object({ move: z.literal('handed-over'), to: holderSchema, note: text(500).default('') }).readonly(),
  z
    .object({
      move: z.literal('taken-over'),
      handOver: uuid7Schema,
      receiver: text(200),
      note: text(500).default(''),
    })
    .readonly(),
  z.object({ move: z.literal('taken-back'), handOver: uuid7Schema }).readonly(),
]);
export type Movement = z.infer<typeof movementSchema>;

/** The hand-over that still waits for its receiver. */
export type Waiting = Uuid7 | undefined;

/** Papers go from hand to hand until the dossier is over: the result is returned, or it was refused or withdrawn. */
export const isMovable = (status: DossierStatus): boolean => isOpen(status) || status === 'result-ready';

/** A database may write an id in another case than the station that made it. */
export const isSame = (handOver: Uuid7, waiting: Waiting): boolean => handOver.toLowerCase() === waiting?.toLowerCase();

/** A hand-over while the dossier is not over; a taking over or back only of the hand-over that waits. */
export const mayMove = (status: DossierStatus, waiting: Waiting, movement: Movement): boolean =>
  isMovable(status) && (movement.move === 'handed-over' || isSame(movement.handOver, waiting));

/** What waits once operation `id` has moved the dossier. */
export const waitingAfter = (id: Uuid7, { move }: Movement): Waiting => (move === 'handed-over' ? id : undefined);

/** Sending a dossier on by name moves its papers too, without a signature: what waited before waits no more. */
export const movesByName = ({ action, to }: { readonly action: DossierAction; readonly to: string }): boolean =>
  (action === 'forward' || action === 'submit-for-signature') && to !== '';
