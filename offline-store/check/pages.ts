/**
 * Pages of batches that no dossier has yet: each is opened whole, here and at the second place. Which pages there must be, the
 * batch's own lines say.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import type { StoreProblemKind } from '../../domain/store-check.ts';
import { copyPage, openBatches, readPage, SEALED_ENDING, sealedIn } from '../page-files.ts';
import type { KeyRing } from '../protection/key-ring.ts';
import type { Notes } from './finding.ts';

/** Page files that a batch's lines speak of, inside its folder, without the ending of sealed ones. */
export type PagesNamed = (batch: string) => readonly string[];

export interface PagesLook {
  /** The folder of the batches. */
  readonly scans: string;
  readonly keys: KeyRing;
  readonly named: PagesNamed;
  /** Where the same batches lie once more: what is damaged or gone is brought back from there. Without it nothing is changed. */
  readonly mendFrom?: string | undefined;
}

/** What it is called where a page is damaged, and where it is gone. */
export interface PageKinds {
  readonly damaged: StoreProblemKind;
  readonly lost: StoreProblemKind;
}

export const lookAtWaitingPages = (look: PagesLook, notes: Notes): Promise<void> =>
  lookAtPages(look, { damaged: 'waiting-page-damaged', lost: 'waiting-page-lost' }, notes);

export async function lookAtPages(look: PagesLook, kinds: PageKinds, notes: Notes): Promise<void> {
  const { scans, keys, named } = look;
  for (const batch of await openBatches(scans)) {
    notes.count('batches');
    const note = async (page: string, kind: StoreProblemKind): Promise<void> => {
      if (await isMended(look, batch, page)) notes.count('healedPages');
      else notes.problem(kind, `${basename(batch)} ${page}`);
    };
    for (const page of await pagesIn(batch)) {
      notes.count('pages');
      if (await isDamaged(join(batch, page), keys)) await note(page, kinds.damaged);
    }
    for (const page of await missingIn(batch, named)) await note(page, kinds.lost);
  }
}

/** One that its batch lets go in this very moment is swept with the batch. */
const isMended = async ({ mendFrom, keys }: PagesLook, batch: string, page: string): Promise<boolean> =>
  mendFrom !== undefined && copyPage(join(mendFrom, basename(batch), page), join(batch, page), keys);

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
