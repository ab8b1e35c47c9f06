/**
 * The catalogue as the desk reads it: always the version in effect at this moment, out of the store, so that an announced one
 * counts from midnight of its day without a restart. A dossier is read by the version that it was taken in by.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCalendar, type WorkingCalendar } from '../domain/calendar.ts';
import {
  type Catalogue as CatalogueData,
  type CatalogueHead,
  catalogueIdIn,
  type Field,
  fieldOf,
  type Procedure,
  parseCatalogue,
  procedureMatches,
} from '../domain/catalogue.ts';
import type { ReceivedDossier } from '../domain/dossier.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { Instant } from '../domain/ids.ts';
import { dayNumber, localDate, startOfDay } from '../domain/local-time.ts';
import { parseProcedureCode } from '../domain/procedure-code.ts';
import { wordsOf } from '../domain/vietnamese.ts';
import type { CatalogueVersion, ProcedureLine } from '../offline-store/catalogue-contract.ts';
import type { OfficeStore } from '../offline-store/contract.ts';

export interface ReadProcedure {
  readonly procedure: Procedure;
  readonly field: Field | undefined;
}

export interface ProcedureSearch {
  readonly text: string;
  /** Only of this field. */
  readonly letter?: string | undefined;
  readonly limit?: number;
}

export interface Catalogue {
  /** The version in effect now, without its procedures. MC-CAT-04 when there is none. */
  head(): CatalogueHead;
  /** In effect now. MC-DOS-06 when it is not listed. */
  get(code: string): Procedure;
  /** In effect now, and the id of the version that says so. */
  announced(code: string): { readonly procedure: Procedure; readonly version: string } | undefined;
  find(code: string): Procedure | undefined;
  /** As `searchProcedures` of domain/, in the catalogue's order; all that fit unless limited. */
  search(wanted: ProcedureSearch): readonly Procedure[];
  /** How many procedures each field has, by its id. */
  counts(): ReadonlyMap<string, number>;
  /** As it was announced when the dossier was received; undefined when nobody here knows it. */
  ofDossier(received: DossierKey): ReadProcedure | undefined;
  /** Another version was taken in. */
  changed(): void;
}

type DossierKey = Pick<ReceivedDossier, 'procedureCode' | 'receivedAt' | 'catalogueVersion'>;

/** Procedures, versions and days that were read lately; a version never changes, so they stay right. */
const KEPT = 200;

export function createCatalogue(store: OfficeStore['catalogue'], now: () => Instant): Catalogue {
  const present = presentVersion(store, now);
  const procedureOf = keptLately((version: CatalogueVersion, code: string) => store.procedure(version, code));
  const versions = keptVersions(store);
  const find = (code: string): Procedure | undefined => read(present.version(), code);
  const read = (version: CatalogueVersion, code: string): Procedure | undefined => {
    const wanted = parseProcedureCode(code);
    return wanted.ok ? procedureOf(version, wanted.value) : undefined;
  };
  return {
    head: () => present.version().head,
    find,
    announced: (code) => {
      const version = present.version();
      const procedure = read(version, code);
      return procedure && { procedure, version: version.head.id };
    },
    get: (code) => {
      const procedure = find(code);
      if (!procedure) throw new MotcuaError('MC-DOS-06');
      return procedure;
    },
    search: (wanted) => {
      const version = present.version();
      const codes = codesFound(store, version, wanted);
      if (codes.length <= KEPT) return codes.flatMap((code) => procedureOf(version, code) ?? []);
      // Many are read at once, and not kept.
      const found = new Set(codes);
      return store.procedures(version).filter(({ code }) => found.has(code));
    },
    counts: () => {
      const counts = new Map<string, number>();
      for (const { field } of store.lines(present.version())) counts.set(field, (counts.get(field) ?? 0) + 1);
      return counts;
    },
    ofDossier: (received) => {
      const version = versions.ofDossier(received);
      const procedure = version && read(version, received.procedureCode);
      return version && procedure && { procedure, field: fieldOf(version.head, procedure) };
    },
    changed: () => {
      present.changed();
      versions.changed();
    },
  };
}

function codesFound(
  store: OfficeStore['catalogue'],
  version: CatalogueVersion,
  { text, letter, limit = Number.POSITIVE_INFINITY }: ProcedureSearch,
): readonly string[] {
  const query = text.trim();
  const wanted = wordsOf(query);
  const fields = new Map(
    version.head.fields.map((field) => [field.id, { letter: field.letter, words: wordsOf(field.name).join(' ') }]),
  );
  const fits = ({ code, field, words }: ProcedureLine): boolean => {
    const its = fields.get(field);
    return (
      (letter === undefined || its?.letter === letter) &&
      procedureMatches(query, wanted, code, `${words} ${its?.words ?? ''}`)
    );
  };
  return store
    .lines(version)
    .filter(fits)
    .slice(0, limit)
    .map(({ code }) => code);
}

/** Read again when a version was taken in, or the day has come on which another takes effect; a clock that is set back counts too. */
function presentVersion(store: OfficeStore['catalogue'], now: () => Instant) {
  let kept: { readonly version: CatalogueVersion; readonly from: Instant; readonly until: Instant } | undefined;
  const readAt = (at: Instant) => {
    const version = store.inEffect(at);
    if (!version) throw new MotcuaError('MC-CAT-04');
    const next = store.nextAfter(at);
    return { version, from: at, until: next === undefined ? Number.POSITIVE_INFINITY : startOfDay(dayNumber(next)) };
  };
  return {
    version: (): CatalogueVersion => {
      const at = now();
      if (!kept || at < kept.from || at >= kept.until) kept = readAt(at);
      return kept.version;
    },
    changed: (): void => {
      kept = undefined;
    },
  };
}

/** By which version a dossier is read: an office has few in use at a time, and they stay the same until another is taken in. */
function keptVersions(store: OfficeStore['catalogue']) {
  const byId = createKept((id: string) => store.byId(id));
  const byDay = createKept((_day: string, at: Instant) => store.inEffect(at));
  return {
    ofDossier: ({ catalogueVersion, receivedAt }: DossierKey): CatalogueVersion | undefined =>
      (catalogueVersion === undefined ? undefined : byId.get(catalogueVersion)) ??
      byDay.get(localDate(receivedAt), receivedAt),
    changed: (): void => {
      byId.clear();
      byDay.clear();
    },
  };
}

/** Also what is not there: a version never changes. */
function keptLately(read: (version: CatalogueVersion, code: string) => Procedure | undefined) {
  const kept = createKept((_key: string, version: CatalogueVersion, code: string) => read(version, code));
  return (version: CatalogueVersion, code: string): Procedure | undefined =>
    kept.get(`${version.number} ${code}`, version, code);
}

/** What was read lately, and what was not found; the one not asked for the longest goes when there are too many. */
function createKept<From extends readonly unknown[], Value>(
  read: (key: string, ...from: From) => Value | undefined,
): { readonly get: (key: string, ...from: From) => Value | undefined; readonly clear: () => void } {
  const kept = new Map<string, Value | undefined>();
  return {
    get: (key, ...from) => {
      const value = kept.has(key) ? kept.get(key) : read(key, ...from);
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.size > KEPT ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      return value;
    },
    clear: () => kept.clear(),
  };
}

const programFile = (assets: string): string => readFileSync(join(assets, 'catalogue', 'demo.json'), 'utf8');

/** The catalogue that comes with the program: the sample one. @throws MotcuaError MC-CAT-01, -02 */
export function readCatalogue(assets: string): CatalogueData {
  const read = parseCatalogue(programFile(assets));
  if (!read.ok) throw new MotcuaError(read.code);
  return read.value;
}

/**
 * A new store has the program's catalogue until the province's comes; a later program's is taken beside it. At every other start
 * only its id is looked at. @throws MotcuaError MC-CAT-01, -02
 */
export function takeProgramCatalogue(store: OfficeStore['catalogue'], assets: string, at: Instant): void {
  const id = catalogueIdIn(programFile(assets));
  if (id === undefined || !store.byId(id)) store.add(readCatalogue(assets), { source: 'program', at, who: 'motcua' });
}

export function loadCalendar(assets: string): WorkingCalendar {
  const read = parseCalendar(readFileSync(join(assets, 'calendar', 'thua-thien-hue.json'), 'utf8'));
  if (!read.ok) throw new MotcuaError(read.code);
  return read.value;
}
