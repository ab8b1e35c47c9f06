/** The newest copy of this PC's store: is it there, young enough, and could it be put back? It is unpacked and read whole, and so are the pages that wait beside it. */
import { join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import { findBackups, verifyBackup } from '../backup/restore.ts';
import { SCANS } from '../page-files.ts';
import type { KeyRing } from '../protection/key-ring.ts';
import type { Notes } from './finding.ts';
import { lookAtPages, type PagesNamed } from './pages.ts';

export interface BackupPlace {
  /** This station's part of the second place. */
  readonly place: string;
  readonly everyMinutes: number;
  /** For unpacking; nothing stays there. */
  readonly scratch: string;
  /** This PC's own waiting pages, where damaged copies are to be mended from them; without it nothing is changed. */
  readonly mendFrom?: string | undefined;
}

interface BackupsLook extends BackupPlace {
  readonly keys: KeyRing;
  readonly now: number;
  /** Without it only the pages that are there are looked at. */
  readonly named: PagesNamed | undefined;
}

const DAY = 24 * 60;

export async function lookAtBackups(
  { place, everyMinutes, scratch, keys, now, named = () => [], mendFrom }: BackupsLook,
  notes: Notes,
): Promise<void> {
  const found = await foundAt(place, notes);
  if (found === undefined) return;
  const [newest] = found;
  notes.count('backups', found.length);
  if (newest === undefined) return notes.problem('backup-missing', place.slice(-80));
  // One whose first line cannot be read has no age, and is told as unusable.
  if (newest.head) noteAge(Math.round((now - newest.head.madeAt) / 60_000), everyMinutes, notes);
  const refusal = await verifyBackup(newest.file, keys, scratch).then(
    ({ papers }) => (papers.missing > 0 ? `${papers.missing} scans` : undefined),
    (error: unknown) => codeOf(error),
  );
  if (refusal !== undefined) notes.problem('backup-unusable', refusal);
  await lookAtPages({ scans: join(place, SCANS), keys, named, mendFrom }, PAGE_KINDS, notes);
}

function noteAge(minutes: number, everyMinutes: number, notes: Notes): void {
  notes.count('ageMinutes', minutes);
  if (minutes > Math.max(3 * everyMinutes, DAY)) notes.problem('backup-old', String(minutes));
}

const PAGE_KINDS = { damaged: 'backup-page-damaged', lost: 'backup-page-damaged' } as const;

const foundAt = (place: string, notes: Notes) =>
  findBackups(place).catch((error: unknown) => {
    notes.problem('backup-missing', codeOf(error));
    return undefined;
  });

function codeOf(error: unknown): string {
  if (error instanceof MotcuaError) return error.code;
  throw error;
}
