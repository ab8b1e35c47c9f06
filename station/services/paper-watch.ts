/**
 * Scans are read through while the desk works, so that a disk's damage shows while there still is a copy: once a start, some a
 * round, those that the province does not have yet; then, a little at a time and once a week, those that it has. Reading mends
 * what the second place can mend (healing.ts) and tells `mending` of the rest.
 */
import { z } from 'zod';
import type { ScanNews, StoreNotice } from '../../domain/recovery.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore, OwedPaper } from '../../offline-store/contract.ts';
import { isWhole } from '../../offline-store/healing.ts';
import type { LostScan, Mending } from '../../offline-store/mending.ts';

export interface PaperWatch {
  /** One round. */
  look(): Promise<void>;
  notices(): readonly StoreNotice[];
}

export interface PaperWatchParts {
  readonly store: Pick<OfficeStore, 'upkeep' | 'settings'>;
  readonly blobs: BlobStore;
  readonly mending: Mending;
  readonly now: () => number;
}

/** So much is read through in a round: a second or so of a slow disk. */
const LOOK_BYTES = 200_000_000;
const LOOK_PAPERS = 200;
/** … and of those that the province has: nobody waits for them. */
const LOOK_SENT_BYTES = 50_000_000;
const LOOK_EVERY_MS = 7 * 24 * 3_600_000;

export function createPaperWatch(parts: PaperWatchParts, signal: AbortSignal): PaperWatch {
  const { blobs, mending } = parts;
  const { upkeep } = parts.store;
  let after = 0;
  /** Reads them until it was so many bytes; the number of the last one that was read. */
  const readThrough = async (papers: readonly OwedPaper[], most: number): Promise<number | undefined> => {
    let bytes = 0;
    let last: number | undefined;
    for (const { number, sha256, bytes: more } of papers) {
      if (signal.aborted || bytes > most) break;
      await isWhole(blobs, sha256);
      bytes += more;
      last = number;
    }
    return last;
  };
  /** Those that the province has are looked at by who fetches them. */
  const lookAtLost = async (): Promise<void> => {
    for (const { sha256, sent } of mending.lostScans())
      if (!signal.aborted && !sent && (await isWhole(blobs, sha256))) mending.whole(sha256);
  };
  const lookAtSent = createSentLook(parts, readThrough);
  return {
    notices: () => noticesOf(mending),
    look: async () => {
      await lookAtLost();
      const owed = upkeep.owed(after, LOOK_PAPERS);
      if (owed.length === 0) await lookAtSent();
      else after = (await readThrough(owed, LOOK_BYTES)) ?? after;
    },
  };
}

const LOOKED = 'scans.looked';
/** `after`: the number of the last one that was read; absent once it was all of them. */
const lookedSchema = z.object({ after: z.number().int().optional(), since: z.number().int() });
type Looked = z.infer<typeof lookedSchema>;

/** Where it stands is kept: an office's PC is switched off at night. */
function createSentLook(
  { store: { upkeep, settings }, now }: PaperWatchParts,
  readThrough: (papers: readonly OwedPaper[], most: number) => Promise<number | undefined>,
): () => Promise<void> {
  const standing = (): Looked => {
    const kept = lookedSchema.safeParse(JSON.parse(settings.get(LOOKED) || 'null'));
    return kept.data ?? { after: 0, since: now() };
  };
  const isDue = ({ after, since }: Looked): boolean => after !== undefined || Math.abs(now() - since) >= LOOK_EVERY_MS;
  return async () => {
    const from = standing();
    if (!isDue(from)) return;
    const { papers, next } = upkeep.sentPapers(from.after ?? 0);
    const last = await readThrough(papers, LOOK_SENT_BYTES);
    const isAll = last === papers.at(-1)?.number;
    const since = from.after === undefined ? now() : from.since;
    settings.set(LOOKED, JSON.stringify({ after: isAll ? next : (last ?? from.after), since } satisfies Looked));
  };
}

/** As many as the windows are told at once. */
const LISTED = 200;

/** What is lost unless the paper is scanned again, what the province is asked for, and what was mended: each by its dossiers. */
function noticesOf(mending: Mending): readonly StoreNotice[] {
  const lost = mending.lostScans();
  return [
    ...lostNotice(
      'MC-STO-20',
      lost.filter(({ sent }) => !sent),
    ),
    ...lostNotice(
      'MC-STO-21',
      lost.filter(({ sent }) => sent),
    ),
    ...mendedNotice(mending),
  ];
}

function lostNotice(code: string, [first, ...others]: readonly LostScan[]): readonly StoreNotice[] {
  if (first === undefined) return [];
  const scans = onceEach([first, ...others].map((scan) => ({ about: scan.code, state: stateOf(scan) })));
  return [{ code, since: first.since, scans: scans.slice(0, LISTED) }];
}

function mendedNotice(mending: Mending): readonly StoreNotice[] {
  const [first, ...others] = mending.mendedScans();
  if (first === undefined) return [];
  const scans = [first, ...others].map(({ dossier, from }) => ({
    about: dossier,
    state: `mended-from-${from}` as const,
  }));
  return [{ code: 'MC-STO-22', since: first.at, scans: onceEach(scans).slice(0, LISTED) }];
}

/** A dossier with several such scans is named once. */
const onceEach = (scans: readonly ScanNews[]): readonly ScanNews[] => [
  ...new Map(scans.map((scan) => [`${scan.about} ${scan.state}`, scan])).values(),
];

function stateOf({ sent, refused }: LostScan): ScanNews['state'] {
  if (!sent) return 'scan-again';
  if (refused === 'MC-API-05') return 'not-at-province';
  return refused === 'MC-STO-03' ? 'wrong-at-province' : 'awaited';
}
