/** One check under way: it counts, notes problems, and becomes a finding whatever happens to it. */
import Database from 'better-sqlite3';
import type { ErrorCode } from '../../domain/errors.ts';
import type { StoreCheckName, StoreFinding, StoreProblem, StoreProblemKind } from '../../domain/store-check.ts';
import type { BlobStore } from '../blobs.ts';
import type { MendedFrom } from '../mending.ts';
import type { Protection } from '../protection/protection.ts';
import type { Db } from '../transaction.ts';

/** More are counted, not listed. */
const LISTED = 50;
const LONGEST = 300;

export interface Notes {
  count(name: string, more?: number): void;
  problem(kind: StoreProblemKind, about: string): void;
  /** A scan that was brought back. */
  mended(from: MendedFrom, about: string): void;
}

/** What came of an attempt to bring a scan back; the code says why not, undefined where nobody could be asked. */
export type Healed =
  | { readonly from: MendedFrom }
  | { readonly from?: undefined; readonly code: ErrorCode | undefined };
export type Heal = (paper: { readonly sha256: string; readonly bytes: number }) => Promise<Healed>;

export interface CheckParts {
  /** Open for reading only. */
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly protection: Protection;
  readonly now: number;
  /** Brings a scan back, where that is asked for; else nothing is changed. */
  readonly heal?: Heal | undefined;
  /** The name under which this PC works now; undefined where nobody knows it. */
  readonly station?: string | undefined;
}

export type Look = (parts: CheckParts, notes: Notes) => void | Promise<void>;

const isCorrupt = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What cannot even be read is a problem of its own, and ends this check only. */
export async function findingOf<Parts>(
  check: StoreCheckName,
  look: (parts: Parts, notes: Notes) => void | Promise<void>,
  parts: Parts,
): Promise<StoreFinding> {
  const started = performance.now();
  const counts: Record<string, number> = {};
  const problems: StoreProblem[] = [];
  const mended: { readonly from: MendedFrom; readonly about: string }[] = [];
  let problemCount = 0;
  const notes: Notes = {
    count: (name, more = 1) => {
      counts[name] = (counts[name] ?? 0) + more;
    },
    problem: (kind, about) => {
      problemCount += 1;
      if (problems.length < LISTED) problems.push({ kind, about: about.slice(0, LONGEST) });
    },
    mended: (from, about) => {
      if (mended.length < LISTED) mended.push({ from, about: about.slice(0, LONGEST) });
    },
  };
  try {
    await look(parts, notes);
  } catch (error) {
    notes.problem(isCorrupt(error) ? 'page-damaged' : 'not-readable', reasonOf(error));
  }
  const ms = Math.round(performance.now() - started);
  return { check, ok: problemCount === 0, counts, problems, problemCount, mended, ms };
}
