/** How a dossier goes, by the shares that the province's reports print (domain: what the plan asks, figures of the communes). */
import type { DossierAction } from '../../domain/dossier-actions.ts';
import type { Movement } from '../../domain/movement.ts';
import type { Random } from './random.ts';

export type Move = Movement['move'];

/** A step of a life: so many half hours of opening after the one before; 0 is the same one. */
export type Step =
  | { readonly kind: 'act'; readonly after: number; readonly action: DossierAction }
  /** `back`: the papers come back to the one-stop desk with the result. */
  | { readonly kind: 'move'; readonly after: number; readonly move: Move; readonly back: boolean }
  | { readonly kind: 'scan'; readonly after: number }
  | { readonly kind: 'rate'; readonly after: number };

/** Of a hundred dossiers about four wait for a supplement and three get a new date; reports do not print these: assumptions. */
const SUPPLEMENT = 0.04;
const RESCHEDULED = 0.03;
const REFUSED = 0.008;
/** 821 of 60,400 in the communes' report of 2019. */
const CANCELLED = 0.0136;
const SCANNED = 0.25;
const RATED = 0.3;
/** Form 05 asks for a signature at each hand; how many are written down is not printed anywhere: assumptions. */
const HANDED_OVER = 0.5;
const HANDED_BACK = 0.4;
/** To the wrong one at first: taken back, or handed to another while it waits. */
const MISTAKEN = 0.12;
const NEVER_TAKEN = 0.05;
const MORNING = 8;
const DAY = 16;

const act = (action: DossierAction, after: number): Step => ({ kind: 'act', after, action });

const move = (kind: Move, after: number, back: boolean): Step => ({ kind: 'move', after, move: kind, back });

const papers = (random: Random, share: number, back: boolean): readonly Step[] => {
  if (!random.chance(share)) return [];
  const handOver = (): Step => move('handed-over', random.between(0, 1), back);
  const mistaken = random.chance(MISTAKEN)
    ? [handOver(), ...(random.chance(0.5) ? [move('taken-back', random.between(0, 1), back)] : [])]
    : [];
  const taken = random.chance(NEVER_TAKEN) ? [] : [move('taken-over', random.between(0, 2), back)];
  return [...mistaken, handOver(), ...taken];
};

const scans = (random: Random): readonly Step[] => {
  if (!random.chance(SCANNED)) return [];
  const first: Step = { kind: 'scan', after: random.between(0, 1) };
  return random.chance(0.1) ? [first, { kind: 'scan', after: 0 }] : [first];
};

const supplement = (random: Random): readonly Step[] =>
  random.chance(SUPPLEMENT)
    ? [act('request-supplement', random.between(0, 3)), act('receive-supplement', random.between(4, DAY + MORNING))]
    : [];

const handedOn = (random: Random, isLong: boolean): readonly Step[] => {
  const far = isLong ? DAY : MORNING / 2;
  return [
    ...(isLong || random.chance(0.8) ? [act('forward', random.between(0, 2))] : []),
    ...papers(random, HANDED_OVER, false),
    ...supplement(random),
    ...(random.chance(RESCHEDULED) ? [act('reschedule', random.between(1, MORNING))] : []),
    ...(isLong || random.chance(0.3) ? [act('submit-for-signature', random.between(1, far))] : []),
  ];
};

const toTheEnd = (random: Random, isLong: boolean): readonly Step[] => [
  act('record-result', random.between(1, isLong ? DAY : MORNING)),
  ...papers(random, HANDED_BACK, true),
  ...(random.chance(0.92) ? [act('return-result', random.between(0, MORNING))] : []),
  ...(random.chance(RATED) ? [{ kind: 'rate', after: 0 } as const] : []),
];

/** From the moment it was received. `isLong`: a procedure of several days. */
export const lifeOf = (random: Random, isLong: boolean): readonly Step[] => {
  const way = [...scans(random), ...handedOn(random, isLong)];
  if (random.chance(REFUSED)) return [...way, act('refuse', random.between(0, MORNING))];
  if (random.chance(CANCELLED)) return [...way, act('cancel', random.between(0, DAY))];
  return [...way, ...toTheEnd(random, isLong)];
};
