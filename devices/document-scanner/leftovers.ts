/**
 * What interrupted scans leave in the temporary folder: damaged pages that were set aside, and pages on their way when the
 * power went. They are pictures of people's papers, so they do not stay: a technician has a month to
 * look at them. Called after the batches of the last run were opened again, which take in what is theirs.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeviceLog, reasonOf } from '../log.ts';

/** Longer than any holiday: what the next start could not give to a batch waits for a person. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const SCAN_FOLDER = /^scan-[A-Za-z0-9]{6}$/;

/** Removes scan folders untouched for a month. Rejects never. */
export async function sweepLeftovers(tmpDir: string, now: number, log: DeviceLog): Promise<void> {
  try {
    for (const name of (await readdir(tmpDir)).filter((one) => SCAN_FOLDER.test(one))) {
      const folder = join(tmpDir, name);
      if (now - (await stat(folder)).mtimeMs < KEEP_MS) continue;
      await rm(folder, { recursive: true, force: true });
      log.info({ folder: name }, 'left-overs of an interrupted scan removed');
    }
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'left-overs of interrupted scans could not be removed');
  }
}
