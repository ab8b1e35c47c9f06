/**
 * The judge of a story: looks at the store, its files and the portal, and says what is lost, doubled or left behind. It takes
 * the ledger's word for what was acknowledged and nobody's word for anything else.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { localDate } from '../../domain/local-time.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Change } from '../../domain/sync.ts';
import type { OutboxRow } from '../../domain/views/line.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { Command } from './commands.ts';
import type { Verdict } from './contract.ts';
import { lookAtHandOvers } from './hand-overs.ts';
import { type Acknowledged, readLedger } from './ledger.ts';
import { blobFolder, KEYS, ledgerFile, type OfficeAddress, type OpenOffice, storeFile } from './office.ts';
import type { Province } from './province.ts';

export interface JudgeOptions {
  /** Operations that the story made without the ledger, such as a scan session's own. */
  readonly alsoOurs?: (operation: Operation) => boolean;
  /** Commands that the portal may have refused since another desk was first: acknowledged, and shown to the officer as refused. */
  readonly mayBeRefused?: (command: Command, feed: readonly Change[]) => boolean;
  /** Files under the data folder that belong there, besides the store's own. */
  readonly alsoFiles?: (path: string) => boolean;
}

/** The office must be at rest and still open; it is looked at, never changed. */
export async function judge(
  address: OfficeAddress,
  office: OpenOffice,
  province: Province,
  options: JudgeOptions = {},
): Promise<Verdict> {
  const { acknowledged, open } = readLedger(ledgerFile(address));
  const feed = await province.feed(address);
  const asked = [...acknowledged.map(({ command }) => command), ...open];
  const store = readOnce(office.store);
  const refused = refusedOf(store, asked, (command) => options.mayBeRefused?.(command, feed) ?? false);
  const papers = lookAtHandOvers(store, feed);
  return {
    acknowledged: acknowledged.length,
    lost: [
      ...acknowledged.flatMap((one) => lostHere(store, one)),
      ...lostThere(acknowledged, feed, refused.rightly),
      ...(await papersLost(address, province, acknowledged)),
      ...feed.flatMap((change) => differsHere(store, change)),
    ],
    doubled: [
      ...doubledHere(store, asked),
      ...doubledThere(feed),
      ...neverAsked(address, asked, feed, options.alsoOurs ?? (() => false)),
      ...papers.doubled,
    ],
    findings: [
      ...(await problemsOf(address)),
      ...papers.differing,
      ...refused.wrongly,
      ...leftovers(address, options.alsoFiles ?? (() => false)),
    ],
  };
}

/** Nothing changes while it is looked at: each dossier's history is read once, however many of its operations are asked about. */
function readOnce(store: OfficeStore): OfficeStore {
  const read = new Map<string, ReturnType<OfficeStore['dossiers']['events']>>();
  const events = (id: string) => {
    const known = read.get(id) ?? store.dossiers.events(id);
    read.set(id, known);
    return known;
  };
  return { ...store, dossiers: { ...store.dossiers, events } };
}

const missing = (is: boolean, what: string): readonly string[] => (is ? [] : [what]);

/** One acknowledged call: what it answered must still be so. */
export function lostHere(store: OfficeStore, { command, answered }: Acknowledged): readonly string[] {
  switch (command.what) {
    case 'receive': {
      const code = store.dossiers.get(command.dossierId)?.received.code;
      const slips = store.prints.ofDossier(command.dossierId).filter(({ id }) => id === command.printId).length;
      return [
        ...missing(code === answered.code, `dossier ${answered.code} is ${code ?? 'not in the store'}`),
        ...missing(slips === 1 || command.printId === '', `the slip of ${answered.code} is there ${slips} times`),
        ...eventOf(store, command),
      ];
    }
    case 'forward':
    case 'move':
      return eventOf(store, command);
    case 'attach': {
      const found = store.dossiers.documents(command.dossierId).filter(({ id }) => id === command.documentId);
      const same = found.length === 1 && found[0]?.sha256 === answered.sha256;
      return [
        ...missing(same, `paper ${command.documentId} is there ${found.length} times`),
        ...eventOf(store, command),
      ];
    }
    case 'ticket': {
      const number = store.queue.get(command.ticketId)?.number;
      return missing(number === answered.number, `ticket ${command.letter}${answered.number} is ${number ?? 'gone'}`);
    }
    case 'draft':
      return missing(
        store.drafts().some(({ id }) => id === command.draftId),
        `draft ${command.draftId} is gone`,
      );
    case 'rate':
      return []; // of a rating the station keeps the operation alone; the portal's feed shows it
  }
}

function eventOf(store: OfficeStore, command: Extract<Command, { readonly dossierId: string }>): readonly string[] {
  const found = store.dossiers
    .events(command.dossierId)
    .filter(({ operation }) => operation.id === command.operationId);
  return missing(found.length === 1, `${command.what} ${command.operationId} is in the history ${found.length} times`);
}

/** What the portal holds of anybody is in our view too, once. */
function differsHere(store: OfficeStore, { operation }: Change): readonly string[] {
  const { type, id, payload } = operation;
  if (type === 'rating.given') return [];
  const dossierId = type === 'dossier.received' ? payload.id : payload.dossierId;
  const times = store.dossiers.events(dossierId).filter((event) => event.operation.id === id).length;
  const what = `${type} ${id} of ${operation.station}, known to the portal, is here`;
  if (type !== 'dossier.received') return missing(times === 1, `${what} ${times} times`);
  const code = store.dossiers.get(dossierId)?.received.code;
  return missing(times === 1 && code === payload.code, `${what} ${times} times, as ${code}`);
}

const isOperation = ({ what }: Command): boolean => what !== 'ticket' && what !== 'draft';

function lostThere(
  acknowledged: readonly Acknowledged[],
  feed: readonly Change[],
  refused: ReadonlySet<string>,
): readonly string[] {
  const there = new Set([...feed.map(({ operation }) => operation.id), ...refused]);
  return acknowledged
    .filter(({ command }) => isOperation(command) && !there.has(command.operationId))
    .map(({ command }) => `${command.what} ${command.operationId} is not at the portal`);
}

async function papersLost(
  address: OfficeAddress,
  province: Province,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> {
  const hashes = new Set(acknowledged.flatMap(({ answered }) => answered.sha256 ?? []));
  const lost = await Promise.all(
    [...hashes].map(async (sha256) =>
      missing(await province.hasPaper(address, sha256), `the portal has no paper ${sha256}`),
    ),
  );
  return lost.flat();
}

const twice = (values: readonly string[], what: string): readonly string[] => {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const value of values) (seen.has(value) ? again : seen).add(value);
  return [...again].map((value) => `${what} ${value} twice`);
};

/** Codes given twice are checkStore's to find; tickets are not in its view. */
function doubledHere(store: OfficeStore, asked: readonly Command[]): readonly string[] {
  const days = new Set(asked.map(({ at }) => localDate(at)));
  return [...days].flatMap((day) => {
    const tickets = store.queue.ofDay(day).map(({ letter, number }) => `${letter}${number}`);
    return twice(tickets, `ticket of ${day}`);
  });
}

function doubledThere(feed: readonly Change[]): readonly string[] {
  const operations = feed.map(({ operation }) => operation);
  const taken = operations.flatMap((one) => (one.type === 'dossier.received' ? [one.payload] : []));
  const papers = operations.flatMap((one) => (one.type === 'document.attached' ? [one.payload.documentId] : []));
  return [
    ...twice(
      operations.map(({ id }) => id),
      'at the portal, operation',
    ),
    ...twice(
      taken.map(({ id }) => id),
      'at the portal, dossier',
    ),
    ...twice(
      taken.map(({ code }) => code),
      'at the portal, code',
    ),
    ...twice(papers, 'at the portal, paper'),
  ];
}

/** An operation in our name that nobody asked for is a second one of something that somebody did. */
function neverAsked(
  { station }: OfficeAddress,
  asked: readonly Command[],
  feed: readonly Change[],
  alsoOurs: (operation: Operation) => boolean,
): readonly string[] {
  const ids = new Set(asked.map(({ operationId }) => operationId));
  return feed
    .filter(({ operation }) => operation.station === station && !ids.has(operation.id) && !alsoOurs(operation))
    .map(({ operation }) => `at the portal, ${operation.type} ${operation.id} that nobody asked for`);
}

async function problemsOf(address: OfficeAddress): Promise<readonly string[]> {
  const findings = await checkStore({
    file: storeFile(address),
    blobs: blobFolder(address),
    now: Date.now(),
    keys: KEYS,
    station: address.station,
  });
  return findings.flatMap(({ check, problems }) => problems.map(({ kind, about }) => `${check}: ${kind} ${about}`));
}

const MOST_REFUSED = 1_000;

/** A story of one desk asks for nothing that the table does not allow: a refusal means that something came in the wrong order. */
function refusedOf(
  store: OfficeStore,
  asked: readonly Command[],
  mayBe: (command: Command) => boolean,
): { readonly rightly: ReadonlySet<string>; readonly wrongly: readonly string[] } {
  const commands = new Map(asked.map((command) => [command.operationId, command]));
  const isRight = ({ id, code }: OutboxRow): boolean => {
    const command = commands.get(id);
    return code === 'MC-POR-03' && command !== undefined && mayBe(command);
  };
  const rejected = store.outbox.rows(MOST_REFUSED).filter(({ state }) => state === 'rejected');
  return {
    rightly: new Set(rejected.filter(isRight).map(({ id }) => id)),
    wrongly: rejected
      .filter((row) => !isRight(row))
      .map(({ type, id, code }) => `the portal rejected ${type} ${id} (${code})`),
  };
}

const STORE_FILES = /^office\.db(-wal|-shm|\.unflushed)?$/;
const BLOB_FILES = /^blobs[/\\](sealed[/\\])?[0-9a-f]{2}[/\\][0-9a-f]{64}$/;

function leftovers({ data }: OfficeAddress, belongs: (path: string) => boolean): readonly string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(data, join(entry.parentPath, entry.name)))
    .filter((path) => !STORE_FILES.test(path) && !BLOB_FILES.test(path) && !belongs(path))
    .map((path) => `left behind: ${path}`);
}
