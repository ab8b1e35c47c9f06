/** A verdict is worth something only when it changes with the evidence: every charge is planted once. */
import { describe, expect, test } from 'vitest';
import type { Attempt } from './ack-log.ts';
import { type BookEntry, type Evidence, judge, type PortalOperation, type StationView } from './judge.ts';
import type { DossierView } from './view.ts';

const AGENCY = 'H57.21.11';
const OLDER = '000.21.11.H57';
const DOSSIER = '019ea4a2-0000-7000-8000-000000000001';
const SCAN = '019ea4a2-0000-7000-8000-00000000000d';
const SHA = 'ab'.repeat(32);
const CODE = 'H57.21.11-260608-0001';

const attempt = (last: number, type: Attempt['type'], payload: Attempt['payload']): Attempt => ({
  operationId: `019ea4a2-0000-7000-8000-0000000000${String(last).padStart(2, '0')}`,
  dossierId: DOSSIER,
  type,
  officer: 'Nguyễn Văn Mẫu',
  desk: 1,
  madeAt: 1_000 + last,
  correctedAt: 1_000 + last,
  payload,
});

const intake = attempt(11, 'dossier.received', { id: DOSSIER, agency: AGENCY, note: 'dữ liệu mẫu' });
const forward = attempt(12, 'dossier.acted', { dossierId: DOSSIER, action: 'forward', to: '' });
const scan = attempt(13, 'document.attached', { dossierId: DOSSIER, documentId: SCAN, sha256: SHA, bytes: 20 });

const entry = (station: string, made: Attempt, code?: string): BookEntry => ({
  station,
  attempt: made,
  outcome: 'acknowledged',
  ...(code === undefined ? {} : { code }),
});

/** As the portal would have it: keys in another order, the number of the station added. */
const atPortal = ({ station, attempt: made, code }: BookEntry, sequence: number, revision: number): PortalOperation => {
  const { operationId: id, officer, madeAt, correctedAt, type, payload } = made;
  const body = { sequence, correctedAt, madeAt, officer, station, type, id };
  const whole = code === undefined ? payload : { code, ...payload };
  return { id, station, agency: AGENCY, revision, rejection: null, body: { ...body, payload: whole } };
};

const received = entry('may-1', intake, CODE);
const forwarded = entry('may-2', forward);
const scanned = entry('may-1', scan);

const dossier: DossierView = {
  id: DOSSIER,
  code: CODE,
  status: 'processing',
  dueAt: 9_000,
  rescheduled: false,
  events: [`${intake.operationId}@1`, `${forward.operationId}@2`, `${scan.operationId}@3`],
  documents: [SHA],
  waiting: null,
};

const view = (
  station: string,
  agency: string,
  from: number,
  shown: DossierView = dossier,
  hands: readonly string[] = [],
): StationView => ({
  station,
  agency,
  leases: [{ day: '2026-06-08', from, to: from + 59 }],
  setAside: 0,
  dossiers: [{ ...shown, hands }],
});

const honest: Evidence = {
  book: [received, scanned, forwarded],
  operations: [atPortal(received, 1, 1), atPortal(forwarded, 1, 2), atPortal(scanned, 2, 3)],
  dossiers: [{ ...dossier, agency: AGENCY }],
  documents: [{ id: SCAN, sha256: SHA, bytes: 20, stored: true }],
  portalLeases: [
    { holder: 'may-1', agency: AGENCY, day: '2026-06-08', from: 1, to: 60 },
    { holder: 'may-2', agency: AGENCY, day: '2026-06-08', from: 61, to: 120 },
  ],
  stations: [view('may-1', AGENCY, 1), view('may-2', OLDER, 61)],
  files: new Map([[SHA, { sha256: SHA, bytes: 20 }]]),
};

const [first, second, third] = honest.operations as [PortalOperation, PortalOperation, PortalOperation];
const chargesOf = (change: Partial<Evidence>): readonly string[] =>
  [...new Set(judge({ ...honest, ...change }).map(({ charge }) => charge))].toSorted();

test('an honest province is charged with nothing', () => {
  expect(judge(honest)).toEqual([]);
});

test('what was handed over and never answered may be there or not', () => {
  const open: BookEntry = { ...forwarded, outcome: 'open' };
  expect(judge({ ...honest, book: [received, scanned, open] })).toEqual([]);
  const without = honest.dossiers.map((one) => ({
    ...one,
    events: one.events.filter((event) => !event.endsWith('@2')),
  }));
  const views = honest.stations.map((one) => ({ ...one, dossiers: without.map((each) => ({ ...each, hands: [] })) }));
  const operations = [first, third];
  expect(judge({ ...honest, book: [received, scanned, open], operations, dossiers: without, stations: views })).toEqual(
    [],
  );
});

describe('a planted fault is named', () => {
  const ghost = '019ea4a2-0000-7000-8000-0000000000ff';
  test.each<[string, readonly string[], Partial<Evidence>]>([
    ['an acknowledged operation that never arrived', ['lost'], { operations: [first, third] }],
    [
      'content that is not what was acknowledged',
      ['different'],
      {
        operations: [{ ...first, body: { ...first.body, officer: 'Trần Văn Khác' } }, second, third],
      },
    ],
    [
      'an intake that kept everything but its code',
      ['different'],
      {
        operations: [first, second, third].map((one) =>
          one === first
            ? { ...one, body: { ...one.body, payload: { ...intake.payload, code: 'H57.21.11-260608-0002' } } }
            : one,
        ),
      },
    ],
    [
      'an operation that nobody made',
      ['doubled'],
      {
        operations: [
          first,
          second,
          third,
          { ...second, id: ghost, revision: 4, body: { ...second.body, id: ghost, sequence: 2, madeAt: 5 } },
        ],
      },
    ],
    [
      'one act under two ids',
      ['doubled'],
      {
        book: [...honest.book, { ...forwarded, attempt: { ...forward, operationId: ghost } }],
        operations: [
          first,
          second,
          third,
          { ...second, id: ghost, revision: 4, body: { ...second.body, id: ghost, sequence: 2 } },
        ],
      },
    ],
    [
      'a number of a station given twice',
      ['different', 'doubled'],
      {
        operations: [first, second, { ...third, body: { ...third.body, sequence: 1 } }],
      },
    ],
    ['a dossier there twice', ['code-twice', 'doubled'], { dossiers: [...honest.dossiers, ...honest.dossiers] }],
    [
      'later operations accepted before earlier ones',
      ['different'],
      {
        operations: [{ ...first, body: { ...first.body, sequence: 3 } }, second, third],
      },
    ],
    [
      'a refusal that no honest station may get',
      ['different'],
      {
        operations: [first, second, { ...third, revision: null, rejection: 'MC-POR-01' }],
      },
    ],
    [
      'a station that shows another status',
      ['different'],
      {
        stations: [
          view('may-1', AGENCY, 1),
          { ...view('may-2', OLDER, 61), dossiers: [{ ...dossier, hands: [], status: 'signing' }] },
        ],
      },
    ],
    [
      'a station that lacks a dossier',
      ['different'],
      {
        stations: [view('may-1', AGENCY, 1), { ...view('may-2', OLDER, 61), dossiers: [] }],
      },
    ],
    [
      'a station that shows a dossier of its own',
      ['different'],
      {
        stations: [
          view('may-1', AGENCY, 1),
          {
            ...view('may-2', OLDER, 61),
            dossiers: [dossier, { ...dossier, id: ghost, code: 'H57.21.11-260608-0061' }].map((one) => ({
              ...one,
              hands: [],
            })),
          },
        ],
      },
    ],
    ['a line of the feed set aside', ['different'], { stations: [{ ...view('may-1', AGENCY, 1), setAside: 1 }] }],
    [
      'one code told to two people',
      ['code-twice', 'lost'],
      {
        book: [...honest.book, entry('may-2', { ...intake, operationId: ghost }, '000.21.11.H57-260608-0001')],
      },
    ],
    [
      'leases that overlap at the portal',
      ['lease-overlap'],
      {
        portalLeases: honest.portalLeases.map((lease) => ({
          ...lease,
          agency: lease.from === 61 ? OLDER : AGENCY,
          from: 60,
        })),
      },
    ],
    [
      'leases that overlap between two PCs',
      ['lease-overlap'],
      {
        stations: [view('may-1', AGENCY, 1), view('may-2', OLDER, 60)],
      },
    ],
    [
      'a scan that the portal still waits for',
      ['scan'],
      {
        documents: honest.documents.map((document) => ({ ...document, stored: false })),
      },
    ],
    ['a scan without a file', ['scan'], { files: new Map() }],
    ['a scan of other bytes', ['scan'], { files: new Map([[SHA, { sha256: 'cd'.repeat(32), bytes: 20 }]]) }],
  ])('%s', (_, charges, change) => {
    expect(chargesOf(change)).toEqual(charges);
  });
});

describe('papers from hand to hand', () => {
  const handOver = attempt(14, 'dossier.moved', {
    ...{ dossierId: DOSSIER, move: 'handed-over', to: { unit: 'Địa chính', name: '' }, note: '' },
  });
  const named = { dossierId: DOSSIER, handOver: handOver.operationId };
  const taking = attempt(15, 'dossier.moved', { ...named, move: 'taken-over', receiver: 'Lê Văn Mẫu', note: '' });
  const again = attempt(16, 'dossier.moved', { ...named, move: 'taken-over', receiver: 'Võ Thị Mẫu', note: '' });
  const moves = [entry('may-1', handOver), entry('may-2', taking)];
  const [made, taken] = moves as [BookEntry, BookEntry];
  const events = [...dossier.events, `${handOver.operationId}@4`, `${taking.operationId}@5`];
  const hands = [`${handOver.operationId} Một cửa → Địa chính taken`];
  const shown: DossierView = { ...dossier, events };
  const viewed = (way: readonly string[], as = shown): Evidence['stations'] => [
    view('may-1', AGENCY, 1, shown, hands),
    view('may-2', OLDER, 61, as, way),
  ];
  const handed: Evidence = {
    ...honest,
    book: [...honest.book, ...moves],
    operations: [...honest.operations, atPortal(made, 3, 4), atPortal(taken, 2, 5)],
    dossiers: [{ ...shown, agency: AGENCY }],
    stations: viewed(hands),
  };
  const charged = (change: Partial<Evidence>): readonly string[] => [
    ...new Set(judge({ ...handed, ...change }).map(({ charge }) => charge)),
  ];

  test('that went as all three say are no fault', () => {
    expect(judge(handed)).toEqual([]);
  });

  test.each<[string, readonly string[], Partial<Evidence>]>([
    ['a hand-over that never arrived', ['lost', 'hand-over'], { operations: handed.operations.toSpliced(3, 1) }],
    ['a desk that shows none', ['hand-over'], { stations: viewed([]) }],
    ['a desk that shows it twice', ['hand-over'], { stations: viewed([...hands, ...hands]) }],
    [
      'a desk where it still waits',
      ['different', 'hand-over'],
      {
        stations: viewed([`${handOver.operationId} Một cửa → Địa chính waiting`], {
          ...shown,
          waiting: handOver.operationId,
        }),
      },
    ],
    [
      'one that two took',
      ['hand-over'],
      {
        book: [...handed.book, entry('may-1', again)],
        operations: [...handed.operations, atPortal(entry('may-1', again), 4, 6)],
      },
    ],
    [
      'one that is there under two ids',
      ['doubled', 'hand-over'],
      {
        operations: [
          ...handed.operations,
          { ...atPortal(entry('may-1', { ...handOver, operationId: again.operationId }), 4, 6) },
        ],
      },
    ],
  ])('%s', (_, charges, change) => {
    expect(charged(change)).toEqual(charges);
  });
});
