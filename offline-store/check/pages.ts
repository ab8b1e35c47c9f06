/**
 * Pages of batches that no dossier has yet: each is opened whole, here and at the second place. Which pages there must be, the
 * batch's own lines say.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import type { StoreProblemKind } from '../../domain/store-check.ts';
import { openBatches, readPage, SEALED_ENDING, sealedIn } from '../page-files.ts';
import type { KeyRing } from '../protection/key-ring.ts';
import type { Notes } from './finding.ts';

/** Page files that a batch's lines speak of, inside its folder, without the ending of sealed ones. */
export type PagesNamed = (batch: string) => readonly string[];

export interface PagesLook {
  /** The folder of the batches. */
  readonly scans: string;
  readonly keys: KeyRing;
  readonly named: PagesNamed;
}

/** What it is called where a page is damaged, and where it is gone. */
export interface PageKinds {
  readonly damaged: StoreProblemKind;
  readonly lost: StoreProblemKind;
}

export const lookAtWaitingPages = (look: PagesLook, notes: Notes): Promise<void> =>
  lookAtPages(look, { damaged: 'waiting-page-damaged', lost: 'waiting-page-lost' }, notes);

export async function lookAtPages({ scans, keys, named }: PagesLook, kinds: PageKinds, notes: Notes): Promise<void> {
  for (const batch of await openBatches(scans)) {
    notes.count('batches');
    const about = (page: string): string => `${basename(batch)} ${page}`;
    for (const page of await pagesIn(batch)) {
      notes.count('pages');
      if (await isDamaged(join(batch, page), keys)) notes.problem(kinds.damaged, about(page));
    }
    for (const page of await missingIn(batch, named)) notes.problem(kinds.lost, about(page));
  }
}

const pagesIn = async (batch: string): Promise<readonly string[]> =>
  (await sealedIn(batch)).map((name) => name.slice(0, -SEALED_ENDING.length));

/** One that its batch let go meanwhile is not damaged. */
const isDamaged = (page: string, keys: KeyRing): Promise<boolean> =>
  readPage(page, keys).then(
    () => false,
    (error: unknown) => {
      if (error instanceof MotcuaError) return error.code !== 'MC-API-05';
      throw error;
    },
  );

/** Asked again, because a station at work lets pages go: a file goes only after the line that says so. */
async function missingIn(batch: string, named: PagesNamed): Promise<readonly string[]> {
  const isHere = (page: string): boolean =>
    existsSync(join(batch, page)) || existsSync(join(batch, `${page}${SEALED_ENDING}`));
  const missing = new Set(namedIn(batch, named).filter((page) => !isHere(page)));
  return missing.size === 0 ? [] : namedIn(batch, named).filter((page) => missing.has(page));
}

/** A batch that ended meanwhile, or whose lines cannot be read (its start tells of that), names none. */
function namedIn(batch: string, named: PagesNamed): readonly string[] {
  try {
    return named(batch);
  } catch (error) {
    if (error instanceof MotcuaError && error.code === 'MC-API-05') return [];
    throw error;
  }
}
