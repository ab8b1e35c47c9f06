/** Made-up people and times for the store's tests; everything from a fixed seed, so that a failure repeats. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { CompleteIntake } from '../../domain/dossier.ts';
import type { ActionRequest } from '../../domain/dossier-actions.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Change, Lease } from '../../domain/sync.ts';
import type { Actor, IntakeCommit, OfficeStore } from '../../offline-store/contract.ts';
import { type OpenedStore, openOfficeStore, openStoreParts } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { createProtection } from '../../offline-store/protection/protection.ts';

export const STATION = 'may-quay-1';
export const AGENCY = 'H57.23.15';
/** The same in every process of a test. */
export const KEYS = temporaryKeys();
export const PROTECTION = createProtection(KEYS);
/** Tuesday 24 November 2026, 09:10 in Huế. */
export const NOW = Date.UTC(2026, 10, 24, 2, 10);
export const TODAY = '2026-11-24';
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

let made = 0;

/** A version 7 id; they sort in the order in which they are made. */
export const nextId = (): string => {
  made += 1;
  return `01930000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
};

export const actor = (over: Partial<Actor> = {}): Actor => ({
  operationId: nextId(),
  officer: 'Trần Văn Mẫu',
  desk: 3,
  madeAt: NOW,
  correctedAt: NOW,
  ...over,
});

export const intake = (over: Partial<CompleteIntake> = {}): CompleteIntake => ({
  procedureCode: '1.004873',
  applicant: {
    name: 'Nguyễn Thị Mẫu',
    citizenId: '046190000123',
    address: 'Thôn 1, xã Mẫu',
    phone: '0905 000 123',
    email: '',
    organisation: false,
  },
  onBehalfOf: '',
  papers: [{ name: 'Tờ khai', kind: 'original', pages: 1, copies: 1 }],
  sets: 1,
  channel: 'counter',
  returnMethod: 'counter',
  payment: { amount: 8_000, method: 'cash' },
  note: '',
  ticket: '',
  ...over,
});

export const commit = (over: Partial<IntakeCommit> = {}): IntakeCommit => ({
  dossierId: nextId(),
  intake: intake(),
  dueAt: NOW + 3 * DAY,
  secret: 'K7P2M9QX',
  prints: [],
  ...over,
});

export const lease = (over: Partial<Lease> = {}): Lease => ({
  id: nextId(),
  agency: AGENCY,
  day: TODAY,
  from: 1,
  to: 200,
  ...over,
});

export const request = (action: ActionRequest['action'], over: Partial<ActionRequest> = {}): ActionRequest => ({
  action,
  reason: '',
  to: '',
  ...over,
});

const open: { store?: OfficeStore; folder: string }[] = [];

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'motcua-store-'));
  open.push({ folder: path });
  return path;
};

export const openAt = (file: string, station = STATION): OfficeStore => {
  const store = openOfficeStore({ file, station, agency: AGENCY, now: () => NOW, keys: KEYS });
  open.unshift({ store, folder: '' });
  return store;
};

/** An empty store with what works on its rows; closed by whoever asked. */
export const freshParts = (): OpenedStore =>
  openStoreParts({ file: join(folder(), 'office.db'), station: STATION, agency: AGENCY, now: () => NOW, keys: KEYS });

/** An empty store in a folder of its own, with today's numbers. */
export const freshStore = (station = STATION): OfficeStore => {
  const store = openAt(join(folder(), 'office.db'), station);
  store.leases.add(lease());
  return store;
};

afterEach(() => {
  for (const { store, folder: path } of open.splice(0)) {
    store?.close();
    if (path !== '') rmSync(path, { recursive: true, force: true });
  }
});

/** An operation of another PC of the office, as the feed brings it. */
export const remote = (body: Pick<Operation, 'type' | 'payload'>, over: Partial<Operation> = {}): Operation =>
  ({
    id: nextId(),
    station: 'may-quay-2',
    sequence: 1,
    officer: 'Lê Thị Mẫu',
    madeAt: NOW,
    correctedAt: NOW,
    ...body,
    ...over,
  }) as Operation;

let revision = 0;

export const change = (operation: Operation, at?: number): Change => {
  revision = at ?? revision + 1;
  return { cursor: `c${revision}`, revision, operation };
};

/** A dossier that another PC received. */
export const remoteDossier = (sequence: string): Operation => {
  const id = nextId();
  const payload = {
    ...intake(),
    id,
    code: `${AGENCY}-261124-${sequence}`,
    secret: 'K7P2M9QX',
    agency: AGENCY,
    desk: 2,
    officer: 'Lê Thị Mẫu',
    receivedAt: NOW,
    dueAt: NOW + DAY,
  };
  return remote({ type: 'dossier.received', payload });
};

/** Everything the portal could be asked to take, accepted in order. */
export const acceptAll = (store: OfficeStore, from = 1): void => {
  const answers = store.outbox
    .batch(200, 2_000_000)
    .map(({ id }, index) => ({ id, outcome: 'accepted' as const, revision: from + index }));
  store.outbox.settle(answers, NOW);
};
