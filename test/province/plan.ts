/**
 * Everything that the officers of the province mean to do, from the seed alone: who, at which half hour, in which order.
 * Whether an act succeeds then (its dossier may not have come over from the other PC yet) is not the plan's to know.
 */
import { createHash } from 'node:crypto';
import type { Catalogue } from '../../domain/catalogue.ts';
import type { CompleteIntake } from '../../domain/dossier.ts';
import type { DossierAction } from '../../domain/dossier-actions.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import type { Holder } from '../../domain/movement.ts';
import { secretFromBytes } from '../../domain/receipt-qr.ts';
import { lifeOf, type Move, type Step } from './lives.ts';
import { type Office, officesOf } from './offices.ts';
import { intakeOf, nameOf } from './people.ts';
import { type Random, randomOf } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface ProvinceSize {
  readonly seed: string;
  readonly stations: number;
  readonly days: number;
}

export type Deed =
  | { readonly kind: 'receive'; readonly intake: CompleteIntake; readonly secret: string }
  | { readonly kind: 'act'; readonly action: DossierAction; readonly reason: string; readonly to: string }
  | { readonly kind: 'move'; readonly move: Move; readonly to: Holder }
  | {
      readonly kind: 'scan';
      readonly documentId: Uuid7;
      readonly title: string;
      readonly pages: number;
      readonly bytes: number;
    }
  | { readonly kind: 'rate'; readonly score: number };

export interface PlannedAct {
  readonly operationId: Uuid7;
  readonly dossierId: Uuid7;
  readonly office: number;
  readonly tick: number;
  readonly deed: Deed;
}

/** 496,257 dossiers in a year, 152 communes (2016), 250 working days. */
const DOSSIERS_A_DAY = 496_257 / 152 / 250;
/** A commune's share of its neighbours' work; the mean is 1. */
const QUIETEST = 0.4;
const BUSIEST = 1.6;
/** In a commune with two PCs the next step is often the other one's. */
const BY_THE_OTHER = 0.35;
/** And now and then both decide on one dossier in the same half hour, each without knowing of the other. */
const IN_CONFLICT = 0.06;
const RIVAL_ACTIONS = ['cancel', 'refuse', 'reschedule', 'record-result'] as const;
const KILOBYTE = 1_024;

const REASONS: Partial<Record<DossierAction, string>> = {
  'request-supplement': 'Cần bổ sung bản chính (dữ liệu mẫu)',
  reschedule: 'Hồ sơ cần xác minh thêm (dữ liệu mẫu)',
  refuse: 'Không thuộc thẩm quyền (dữ liệu mẫu)',
  cancel: 'Công dân rút hồ sơ (dữ liệu mẫu)',
};

const actDeed = (action: DossierAction): Deed => ({
  kind: 'act',
  action,
  reason: REASONS[action] ?? '',
  to: action === 'forward' ? 'Công chức chuyên môn' : '',
});

const UNITS = ['Tư pháp – Hộ tịch', 'Địa chính – Xây dựng', 'Lãnh đạo Uỷ ban'] as const;
const BACK = 'Bộ phận Một cửa';

const deedOf = (step: Step, random: Random, at: number): Deed => {
  if (step.kind === 'act') return actDeed(step.action);
  if (step.kind === 'move') {
    const to = { unit: step.back ? BACK : random.pick(UNITS), name: random.chance(0.7) ? nameOf(random) : '' };
    return { kind: 'move', move: step.move, to };
  }
  if (step.kind === 'rate') return { kind: 'rate', score: random.between(1, 5) };
  return {
    kind: 'scan',
    documentId: random.id(at),
    title: 'Bản quét mẫu',
    pages: random.between(1, 4),
    bytes: random.between(20 * KILOBYTE, 150 * KILOBYTE),
  };
};

/** 64 random bytes nearly always hold eight usable ones. */
const secretOf = (random: Random): string => secretFromBytes(random.bytes(64)) ?? '23456789';

interface CommuneParts {
  readonly catalogue: Catalogue;
  readonly timeline: Timeline;
  readonly desks: readonly Office[];
}

const timeAt = ({ ticks }: Timeline, tick: number): number => ticks[tick] ?? ticks.at(-1) ?? 0;

const rivalOf = (act: PlannedAct, desks: readonly Office[], random: Random, at: number): readonly PlannedAct[] => {
  const other = desks.find(({ index }) => index !== act.office);
  if (other === undefined || act.deed.kind !== 'act' || !random.chance(IN_CONFLICT)) return [];
  return [{ ...act, operationId: random.id(at), office: other.index, deed: actDeed(random.pick(RIVAL_ACTIONS)) }];
};

/** One dossier's acts from its intake on; what would come after the last day is left open, as in life. */
const dossierActs = (parts: CommuneParts, at: Office, tick: number, random: Random): readonly PlannedAct[] => {
  const { catalogue, timeline, desks } = parts;
  const intake = intakeOf(catalogue, random);
  const procedure = catalogue.procedures.find(({ code }) => code === intake.procedureCode);
  const dossierId = random.id(timeAt(timeline, tick));
  const make = (office: Office, when: number, deed: Deed): PlannedAct => ({
    operationId: random.id(timeAt(timeline, when)),
    dossierId,
    office: office.index,
    tick: when,
    deed,
  });
  const acts = [make(at, tick, { kind: 'receive', intake, secret: secretOf(random) })];
  let when = tick;
  for (const step of lifeOf(random, procedure?.deadline.kind !== 'same-day')) {
    when += step.after;
    if (when >= timeline.ticks.length) break;
    const by = step.kind !== 'scan' && random.chance(BY_THE_OTHER) ? random.pick(desks) : at;
    const act = make(by, when, deedOf(step, random, timeAt(timeline, when)));
    acts.push(act, ...rivalOf(act, desks, random, timeAt(timeline, when)));
  }
  return acts;
};

const officeActs = (seed: string, parts: CommuneParts, at: Office): readonly PlannedAct[] => {
  const { ticks, ofDay } = parts.timeline;
  const random = randomOf(seed, 'work', at.index);
  const usual = DOSSIERS_A_DAY * (QUIETEST + random.unit() * (BUSIEST - QUIETEST));
  return Array.from({ length: ticks.length / ofDay }, (_, day) =>
    Array.from({ length: Math.round(usual * (0.7 + random.unit() * 0.6)) }, () =>
      dossierActs(parts, at, day * ofDay + random.between(0, ofDay - 1), random),
    ),
  ).flat(2);
};

/** The acts of the wanted offices, in the order of their ticks; within one tick as planned. */
export const planActs = (
  { seed, stations }: ProvinceSize,
  parts: Omit<CommuneParts, 'desks'>,
  wanted: (office: Office) => boolean,
): readonly PlannedAct[] => {
  const offices = officesOf(seed, stations);
  const chosen = new Set(offices.filter(wanted).map(({ index }) => index));
  const communes = new Set(offices.filter(wanted).map(({ commune }) => commune));
  const acts = offices
    .filter(({ commune }) => communes.has(commune))
    .flatMap((office) => {
      const desks = offices.filter(({ commune }) => commune === office.commune);
      return officeActs(seed, { ...parts, desks }, office);
    });
  return acts.filter(({ office }) => chosen.has(office)).toSorted((a, b) => a.tick - b.tick);
};

/** Two runs of the same plan show the same digest. */
export const digestOfPlan = (plan: unknown): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
