/**
 * Holds three accounts against each other, each taken by itself: what stations acknowledged (the simulator's own book), what
 * the portal holds, and what every station shows. Pure: evidence in, verdict out.
 */
import { agencyKey, dossierCodeKey } from '../../domain/dossier-code.ts';
import type { Operation } from '../../domain/operation.ts';
import { isOfDossier, wayThere } from '../rig/hand-to-hand.ts';
import type { Attempt } from './ack-log.ts';
import type { DossierView, LeaseView, ShownDossier } from './view.ts';

/** An attempt, what became of it, and whose it was. */
export interface BookEntry {
  readonly station: string;
  readonly attempt: Attempt;
  /** `open`: handed over and never answered; it may have happened or not. */
  readonly outcome: 'acknowledged' | 'open';
  readonly code?: string;
}

export interface PortalOperation {
  readonly id: string;
  readonly station: string;
  readonly agency: string;
  readonly revision: number | null;
  readonly rejection: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface PortalDocument {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly stored: boolean;
}

export interface PortalLease extends LeaseView {
  readonly holder: string;
  readonly agency: string;
}

export interface StationView {
  readonly station: string;
  readonly agency: string;
  readonly leases: readonly LeaseView[];
  readonly setAside: number;
  readonly dossiers: readonly ShownDossier[];
}

export interface Evidence {
  readonly book: readonly BookEntry[];
  readonly operations: readonly PortalOperation[];
  readonly dossiers: readonly (DossierView & { readonly agency: string })[];
  readonly documents: readonly PortalDocument[];
  readonly portalLeases: readonly PortalLease[];
  readonly stations: readonly StationView[];
  /** The SHA-256 and the length of every file that the portal keeps, taken from its bytes, by its name. */
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly bytes: number }>;
}

export const CHARGES = ['lost', 'doubled', 'different', 'code-twice', 'lease-overlap', 'scan', 'hand-over'] as const;
export type Charge = (typeof CHARGES)[number];

export interface Fault {
  readonly charge: Charge;
  readonly station: string;
  readonly about: string;
}

/** The same value, the same text: keys in order, absent ones left out. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** The operation that an acknowledged attempt must have become; only its number is the station's own. */
const expected = ({ station, attempt, code }: BookEntry): string => {
  const { operationId: id, officer, madeAt, correctedAt, type, payload } = attempt;
  const whole = code === undefined ? payload : { ...payload, code };
  return canonical({ id, station, officer, madeAt, correctedAt, type, payload: whole });
};

const contentAt = ({ body }: PortalOperation): string => {
  const { sequence: _, ...rest } = body;
  return canonical(rest);
};

const agency = (written: string): string => agencyKey(written) ?? written;

/** Every acknowledged operation is at the portal, as it was said. */
const lostOrChanged = ({ book, operations }: Evidence): readonly Fault[] => {
  const there = new Map(operations.map((operation) => [operation.id, operation]));
  return book.flatMap((entry): readonly Fault[] => {
    if (entry.outcome !== 'acknowledged') return [];
    const { station, attempt } = entry;
    const found = there.get(attempt.operationId);
    if (found === undefined) return [{ charge: 'lost', station, about: `${attempt.type} ${attempt.operationId}` }];
    return contentAt(found) === expected(entry)
      ? []
      : [{ charge: 'different', station, about: `${attempt.type} ${attempt.operationId}: not what was acknowledged` }];
  });
};

const repeated = <T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] => {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    const again = seen.has(key);
    seen.add(key);
    return again;
  });
};

/** What was done once is there once: no operation that nobody made, none twice under two ids, no number of a station twice. */
const doubled = ({ book, operations, dossiers, documents }: Evidence): readonly Fault[] => {
  const made = new Set<string>(book.map(({ attempt }) => attempt.operationId));
  const fault = ({ station, id }: PortalOperation, why: string): Fault => ({
    charge: 'doubled',
    station,
    about: `${id}: ${why}`,
  });
  const said = ({ body, station }: PortalOperation): string =>
    canonical([station, body['type'], body['payload'], body['madeAt']]);
  return [
    ...operations.filter(({ id }) => !made.has(id)).map((one) => fault(one, 'nobody made it')),
    ...repeated(operations, ({ id }) => id).map((one) => fault(one, 'there twice')),
    ...repeated(operations, said).map((one) => fault(one, 'the same act under another id')),
    ...repeated(operations, ({ station, body }) => `${station} ${String(body['sequence'])}`).map((one) =>
      fault(one, 'its number was used before'),
    ),
    ...[...repeated(dossiers, ({ id }) => id), ...repeated(documents, ({ id }) => id)].map(
      ({ id }): Fault => ({ charge: 'doubled', station: 'portal', about: `${id}: there twice` }),
    ),
  ];
};

/** The only refusal that honest stations may get: two desks decided on one dossier, and the other was first. */
const EXPECTED_REFUSAL = 'MC-POR-03';

const refusedOddly = ({ operations }: Evidence): readonly Fault[] =>
  operations
    .filter(({ rejection }) => rejection !== null && rejection !== EXPECTED_REFUSAL)
    .map(({ station, id, rejection }) => ({ charge: 'different', station, about: `${id}: refused with ${rejection}` }));

/** Whose: an intake is of the dossier that it makes. */
const dossierOf = ({ body }: PortalOperation): string => {
  const { id, dossierId } = (body['payload'] ?? {}) as { readonly id?: string; readonly dossierId?: string };
  return dossierId ?? id ?? '';
};

/** What a station did to a dossier was accepted in the order in which it was done; others' may pass one that the portal fails over. */
const outOfOrder = ({ operations }: Evidence): readonly Fault[] => {
  const last = new Map<string, number>();
  return operations
    .filter(({ revision }) => revision !== null)
    .toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0))
    .flatMap((operation): readonly Fault[] => {
      const { station, id, body } = operation;
      const key = `${station} ${dossierOf(operation)}`;
      const sequence = Number(body['sequence']);
      const before = last.get(key) ?? 0;
      last.set(key, Math.max(before, sequence));
      return sequence > before ? [] : [{ charge: 'different', station, about: `${id}: accepted after a later one` }];
    });
};

const dossierText = ({ id, code, status, dueAt, rescheduled, events, documents, waiting }: DossierView): string =>
  canonical({ id, code, status, dueAt, rescheduled, events, documents, waiting });

const compareStation = (view: StationView, atPortal: ReadonlyMap<string, DossierView>): readonly Fault[] => {
  const here = new Map(view.dossiers.map((dossier) => [dossier.id as string, dossier]));
  const fault = (about: string): Fault => ({ charge: 'different', station: view.station, about });
  return [
    ...[...here.keys()].filter((id) => !atPortal.has(id)).map((id) => fault(`dossier ${id}: not at the portal`)),
    ...[...atPortal].flatMap(([id, theirs]) => {
      const ours = here.get(id);
      if (ours === undefined) return [fault(`dossier ${id}: only at the portal`)];
      return dossierText(ours) === dossierText(theirs) ? [] : [fault(`dossier ${id}: ${difference(ours, theirs)}`)];
    }),
    ...(view.setAside > 0 ? [fault(`${view.setAside} lines of the feed were set aside`)] : []),
  ];
};

const FIELDS = ['code', 'status', 'dueAt', 'rescheduled', 'events', 'documents', 'waiting'] as const;

const difference = (ours: DossierView, theirs: DossierView): string =>
  FIELDS.filter((field) => canonical(ours[field]) !== canonical(theirs[field]))
    .map((field) => `${field} ${canonical(ours[field])} | ${canonical(theirs[field])}`)
    .join('; ')
    .slice(0, 600);

/** Each station shows its agency's dossiers as the portal has them: the same ones, where they stand, and their history. */
const seenDifferently = ({ stations, dossiers }: Evidence): readonly Fault[] => {
  const byAgency = Map.groupBy(dossiers, (dossier) => agency(dossier.agency));
  return stations.flatMap((view) =>
    compareStation(view, new Map((byAgency.get(agency(view.agency)) ?? []).map((dossier) => [dossier.id, dossier]))),
  );
};

/** By what people were told, and by what the portal has: either alone could hide it. */
const codesTwice = ({ book, dossiers }: Evidence): readonly Fault[] => {
  const told = book.flatMap(({ station, code }) => (code === undefined ? [] : [{ station, code }]));
  const held = dossiers.map(({ code }) => ({ station: 'portal', code }));
  return [told, held].flatMap((codes) =>
    repeated(codes, ({ code }) => dossierCodeKey(code)).map(
      ({ station, code }): Fault => ({ charge: 'code-twice', station, about: code }),
    ),
  );
};

type Held = LeaseView & { readonly holder: string; readonly agency: string };

const overlapping = (leases: readonly Held[]): readonly Fault[] =>
  [...Map.groupBy(leases, (lease) => `${agency(lease.agency)} ${lease.day}`)].flatMap(([day, ofDay]) => {
    const sorted = ofDay.toSorted((a, b) => a.from - b.from);
    return sorted.flatMap((lease, index): readonly Fault[] => {
      const before = sorted[index - 1];
      if (before === undefined || before.to < lease.from) return [];
      const about = `${day}: ${before.from}–${before.to} (${before.holder}) and ${lease.from}–${lease.to}`;
      return [{ charge: 'lease-overlap', station: lease.holder, about }];
    });
  });

const leasesOverlap = ({ portalLeases, stations }: Evidence): readonly Fault[] => {
  const held = stations.flatMap(({ station, agency: of, leases }) =>
    leases.map((lease) => ({ ...lease, holder: station, agency: of })),
  );
  return [...overlapping(portalLeases), ...overlapping(held)];
};

/** The portal's file of every scan, by its bytes: neither the portal's word nor the station's counts. */
const scansDiffer = ({ book, documents, files }: Evidence): readonly Fault[] => {
  const stored = new Map(documents.map((document) => [document.id, document]));
  return book.flatMap(({ station, attempt, outcome }): readonly Fault[] => {
    if (attempt.type !== 'document.attached' || outcome !== 'acknowledged') return [];
    const { documentId, sha256, bytes } = attempt.payload;
    const fault = (why: string): readonly Fault[] => [
      { charge: 'scan', station, about: `${String(documentId)}: ${why}` },
    ];
    if (stored.get(String(documentId))?.stored !== true) return fault('the portal does not have it');
    const file = files.get(String(sha256));
    if (file === undefined) return fault('no file at the portal');
    return file.sha256 === sha256 && file.bytes === bytes ? [] : fault('other bytes at the portal');
  });
};

/** The way of each dossier's papers by what the portal accepted, told anew from the operations. */
const waysOf = ({ operations }: Evidence) =>
  new Map(
    [
      ...Map.groupBy(
        operations.filter(({ revision }) => revision !== null),
        dossierOf,
      ),
    ].map(([id, own]) => {
      const inOrder = own.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
      return [id, wayThere(inOrder.map(({ body }) => body as unknown as Operation).filter(isOfDossier))];
    }),
  );

/** Nothing is taken twice or without having been handed over, and every desk shows each hand as it was, none left out. */
const handOversDiffer = (evidence: Evidence): readonly Fault[] => {
  const ways = waysOf(evidence);
  const fault = (station: string, about: string): Fault => ({ charge: 'hand-over', station, about });
  return [
    ...[...ways.values()].flatMap(({ astray }) => astray.map((what) => fault('portal', what))),
    ...evidence.stations.flatMap(({ station, dossiers }) =>
      dossiers.flatMap(({ id, hands }) => {
        const [there, here] = [ways.get(id)?.hands ?? [], hands].map((way) => way.join('; '));
        return there === here ? [] : [fault(station, `${id}: “${there}” at the portal, “${here}” here`)];
      }),
    ),
  ];
};

export const judge = (evidence: Evidence): readonly Fault[] => [
  ...lostOrChanged(evidence),
  ...doubled(evidence),
  ...refusedOddly(evidence),
  ...outOfOrder(evidence),
  ...seenDifferently(evidence),
  ...codesTwice(evidence),
  ...leasesOverlap(evidence),
  ...scansDiffer(evidence),
  ...handOversDiffer(evidence),
];
