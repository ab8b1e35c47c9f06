/** What this PC remembers of its backups while the second place is not there: a small file beside the store. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z
  .object({
    /** The folder of station.json that the rest is about. */
    folder: z.string().max(400),
    /** The target's mark: another disk in its place is told from it. */
    target: z.string().max(100).optional(),
    sameDisk: z.boolean().optional(),
    lastGood: z.number().int().optional(),
    /** Why the last try failed, and since when they do. */
    failing: z.object({ code: z.string().max(20), since: z.number().int() }).optional(),
  })
  .readonly();
export type BackupState = z.infer<typeof stateSchema>;

const fileIn = (dataFolder: string): string => join(dataFolder, 'backup-state.json');

/** Of that folder alone: a technician who names another one begins anew. */
export function readBackupState(dataFolder: string, folder: string): BackupState {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')));
    return state.folder === folder ? state : { folder };
  } catch {
    return { folder }; // not there yet, or spoilt: the next backup writes it again
  }
}

export function writeBackupState(dataFolder: string, state: BackupState): void {
  const file = fileIn(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Three missed ones are one too many. */
export const isBackupOld = ({ lastGood }: BackupState, everyMinutes: number, now: number): boolean =>
  lastGood === undefined || now - lastGood > Math.max(3 * everyMinutes, 24 * 60) * 60_000;
