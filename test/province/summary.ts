/** One run of the province in a line: what was done, what was done to it, and what came of it. */
import type { Charge, Evidence, Fault } from './judge.ts';
import type { Move } from './lives.ts';
import type { StationFinding } from './messages.ts';
import type { ProvinceSize } from './plan.ts';

export interface Summary {
  readonly ok: boolean;
  readonly seed: string;
  /** Of the plan: acts and faults before anything ran. */
  readonly plan: string;
  readonly stations: number;
  readonly communes: number;
  readonly days: number;
  readonly database: 'postgres' | 'pglite';
  readonly dossiers: number;
  /** Acknowledged by stations. */
  readonly operations: number;
  readonly accepted: number;
  /** Refused by the portal since another desk was first; each was looked at by an officer. */
  readonly refusedByPortal: number;
  /** Refused by a store's own rules before anything was promised. */
  readonly refusedByStation: number;
  /** Acknowledged movements of papers between hands. */
  readonly handOvers: { readonly made: number; readonly taken: number; readonly takenBack: number };
  readonly scans: number;
  readonly scanBytes: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly doubled: number;
  readonly different: number;
  readonly codesTwice: number;
  readonly leasesOverlapping: number;
  readonly scansWrong: number;
  /** Taken twice, without a hand-over, or shown otherwise at a desk than at the portal. */
  readonly handOversWrong: number;
  /** Of looking through every store: file, audit chain, outbox, dossiers, scans, search. */
  readonly findings: number;
  readonly seconds: number;
  /** Processor time of the stations' and the portal's processes, the database server's left out. */
  readonly cpuSeconds: number;
  /** Of all processes at their largest together, the database server's left out, bytes. */
  readonly peakMemory: number;
}

interface SummaryParts {
  readonly options: ProvinceSize & { readonly databaseUrl?: string | undefined };
  readonly evidence: Evidence;
  readonly faults: readonly Fault[];
  readonly findings: readonly StationFinding[];
  readonly totals: {
    readonly faults: Readonly<Record<string, number>>;
    readonly peaks: ReadonlyMap<string, number>;
    readonly cpu: ReadonlyMap<object, number>;
    readonly refused: number;
  };
  readonly seconds: number;
  readonly digest: string;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0);

const chargesOf = (faults: readonly Fault[]): Readonly<Record<Charge, number>> => {
  const count = (charge: Charge): number => faults.filter((fault) => fault.charge === charge).length;
  return {
    lost: count('lost'),
    doubled: count('doubled'),
    different: count('different'),
    'code-twice': count('code-twice'),
    'lease-overlap': count('lease-overlap'),
    scan: count('scan'),
    'hand-over': count('hand-over'),
  };
};

const handOversIn = (book: Evidence['book']): Summary['handOvers'] => {
  const count = (move: Move): number => book.filter(({ attempt }) => attempt.payload['move'] === move).length;
  return { made: count('handed-over'), taken: count('taken-over'), takenBack: count('taken-back') };
};

const sorted = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

export const summaryOf = (parts: SummaryParts): Summary => {
  const { options, evidence, faults, findings, totals } = parts;
  const charges = chargesOf(faults);
  const acknowledged = evidence.book.filter(({ outcome }) => outcome === 'acknowledged');
  return {
    ok: faults.length + findings.length === 0,
    seed: options.seed,
    plan: parts.digest,
    stations: options.stations,
    communes: new Set(evidence.dossiers.map(({ agency }) => agency)).size,
    days: options.days,
    database: options.databaseUrl === undefined ? 'pglite' : 'postgres',
    dossiers: evidence.dossiers.length,
    operations: acknowledged.length,
    accepted: evidence.operations.filter(({ revision }) => revision !== null).length,
    refusedByPortal: evidence.operations.filter(({ rejection }) => rejection !== null).length,
    refusedByStation: totals.refused,
    handOvers: handOversIn(acknowledged),
    scans: evidence.documents.length,
    scanBytes: sum(evidence.documents.map(({ bytes }) => bytes)),
    faults: sorted(totals.faults),
    lost: charges.lost,
    doubled: charges.doubled,
    different: charges.different,
    codesTwice: charges['code-twice'],
    leasesOverlapping: charges['lease-overlap'],
    scansWrong: charges.scan,
    handOversWrong: charges['hand-over'],
    findings: findings.length,
    seconds: Math.round(parts.seconds * 10) / 10,
    cpuSeconds: Math.round(sum(totals.cpu.values())),
    peakMemory: sum(totals.peaks.values()),
  };
};
