/**
 * Where a dossier stands, computed from what happened to it. Operations the portal has accepted come first, in the order
 * of their revisions, and bind: the portal is the authority on what others did. Our own that it has not accepted follow
 * in the order they were made, as far as the action table allows them then. Never last-writer-wins on rows.
 */
import type { DossierStatus, ReceivedDossier } from '../domain/dossier.ts';
import { dossierStatusSchema } from '../domain/dossier.ts';
import { type ActionRequest, type DossierAction, nextStatus } from '../domain/dossier-actions.ts';
import type { Instant } from '../domain/ids.ts';

export interface Standing {
  readonly status: DossierStatus;
  readonly statusSince: Instant;
  readonly dueAt: Instant;
  readonly rescheduledTo?: Instant;
  readonly rescheduleReason?: string;
  readonly minutesLeft?: number;
}

/** One action on a dossier. `binding`: accepted by the portal, so it counts even where our table would not allow it. */
export interface Step {
  readonly id: string;
  readonly request: ActionRequest;
  readonly at: Instant;
  readonly minutesLeft?: number;
  readonly binding: boolean;
}

/** A date may be moved once only (domain.md §1.6). */
export const mayReschedule = (standing: Standing): boolean => standing.rescheduledTo === undefined;

/** What a standing begins with. */
export type Beginning = Pick<ReceivedDossier, 'receivedAt' | 'dueAt'>;

export const received = (dossier: Beginning): Standing => ({
  status: 'received',
  statusSince: dossier.receivedAt,
  dueAt: dossier.dueAt,
});

/** Where an action leads wherever it is allowed; undefined when that depends on the status (a reschedule stays where it is). */
const onlyTarget = (action: DossierAction): DossierStatus | undefined => {
  const targets = new Set(
    dossierStatusSchema.options.map((status) => nextStatus(status, action)).filter((status) => status !== undefined),
  );
  return targets.size === 1 ? [...targets][0] : undefined;
};

const isAllowed = (standing: Standing, action: DossierAction): boolean =>
  nextStatus(standing.status, action) !== undefined && (action !== 'reschedule' || mayReschedule(standing));

const datesAfter = (
  standing: Standing,
  { request, minutesLeft }: Step,
): Pick<Standing, 'dueAt' | 'rescheduledTo' | 'rescheduleReason' | 'minutesLeft'> => {
  const { dueAt, rescheduledTo, rescheduleReason } = standing;
  const kept = { dueAt, rescheduledTo, rescheduleReason };
  if (request.action === 'request-supplement') return { ...kept, minutesLeft };
  if (request.action === 'receive-supplement') return { ...kept, dueAt: request.dueAt ?? dueAt };
  if (request.action !== 'reschedule') return { ...kept, minutesLeft: standing.minutesLeft };
  return {
    dueAt: request.dueAt ?? dueAt,
    rescheduledTo: request.dueAt,
    rescheduleReason: request.reason,
    minutesLeft: standing.minutesLeft,
  };
};

/** The standing after one step; the same object when the step does not count. */
export const after = (standing: Standing, step: Step): Standing => {
  if (!isAllowed(standing, step.request.action) && !step.binding) return standing;
  const status = nextStatus(standing.status, step.request.action) ?? onlyTarget(step.request.action) ?? standing.status;
  const statusSince = status === standing.status ? standing.statusSince : step.at;
  return { status, statusSince, ...datesAfter(standing, step) };
};

export interface Replay {
  readonly standing: Standing;
  /** Steps that counted although the table does not allow them there. */
  readonly outOfTable: readonly string[];
}

export const replay = (dossier: Beginning, steps: readonly Step[]): Replay => {
  const outOfTable: string[] = [];
  let standing = received(dossier);
  for (const step of steps) {
    if (step.binding && !isAllowed(standing, step.request.action)) outOfTable.push(step.id);
    standing = after(standing, step);
  }
  return { standing, outOfTable };
};
