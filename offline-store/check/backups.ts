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
}

interface BackupsLook extends BackupPlace {
  readonly keys: KeyRing;
  readonly now: number;
  /** Without it only the pages that are there are looked at. */
  readonly named: PagesNamed | undefined;
}

const DAY = 24 * 60;

export async function lookAtBackups(
  { place, everyMinutes, scratch, keys, now, named = () => [] }: BackupsLook,
  notes: Notes,
): Promise<void> {
  const found = await foundAt(place, notes);
  const [newest] = found;
  notes.count('backups', found.length);
  if (newest === undefined) return notes.problem('backup-missing', place.slice(-80));
  const age = Math.round((now - (newest.head?.madeAt ?? 0)) / 60_000);
  notes.count('ageMinutes', age);
  if (age > Math.max(3 * everyMinutes, DAY)) notes.problem('backup-old', String(age));
  const refusal = await verifyBackup(newest.file, keys, scratch).then(
    ({ papers }) => (papers.missing > 0 ? `${papers.missing} scans` : undefined),
    (error: unknown) => codeOf(error),
  );
  if (refusal !== undefined) notes.problem('backup-unusable', refusal);
  await lookAtPages({ scans: join(place, SCANS), keys, named }, PAGE_KINDS, notes);
}

const PAGE_KINDS = { damaged: 'backup-page-damaged', lost: 'backup-page-damaged' } as const;

const foundAt = (place: string, notes: Notes) =>
  findBackups(place).catch((error: unknown) => {
    notes.problem('backup-missing', codeOf(error));
    return [];
  });

function codeOf(error: unknown): string {
  if (error instanceof MotcuaError) return error.code;
  throw error;
}
