/** How a dossier's state looks and reads at the kiosk: one table, so that no state is forgotten. */
import type { Instant } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import type { PublicStatus } from '../../domain/views/public.ts';

export type StatusWord = PublicStatus['status'];
export type Tone = 'ready' | 'info' | 'late' | 'due' | 'plain';

export const TONE = {
  ready: 'ready',
  'in-progress': 'info',
  late: 'late',
  'awaiting-supplement': 'due',
  returned: 'ready',
  refused: 'plain',
  cancelled: 'plain',
} as const satisfies Record<StatusWord, Tone>;

/** Whether the picture of the five steps helps: a dossier that was taken off the way has none. */
export const SHOWS_WAY = {
  ready: true,
  'in-progress': true,
  late: true,
  'awaiting-supplement': true,
  returned: true,
  refused: false,
  cancelled: false,
} as const satisfies Record<StatusWord, boolean>;

export type Step = PublicStatus['steps'][number];

/** What stands under a step: when it was reached, or when and where it is to come. */
export type StepNote =
  | { readonly kind: 'today' }
  | { readonly kind: 'on'; readonly at: Instant }
  | { readonly kind: 'since'; readonly at: Instant }
  | { readonly kind: 'desk' }
  | { readonly kind: 'none' };

/** `now` is the station's time. The last step says where, the result step when it is due. */
export function noteOf(step: Step, status: PublicStatus, now: Instant): StepNote {
  if (step.at !== undefined) {
    if (localDate(step.at) === localDate(now)) return { kind: 'today' };
    const under = step.state === 'here' && step.key !== 'result-ready' && step.key !== 'returned';
    return { kind: under ? 'since' : 'on', at: step.at };
  }
  if (step.key === 'returned') return { kind: 'desk' };
  const due = status.rescheduledTo ?? (status.status === 'in-progress' ? status.dueAt : undefined);
  return step.key === 'result-ready' && due !== undefined ? { kind: 'on', at: due } : { kind: 'none' };
}

/** When the result was handed over, if that is known. */
export const returnedAt = (status: PublicStatus): Instant | undefined =>
  status.steps.find(({ key }) => key === 'returned')?.at;
