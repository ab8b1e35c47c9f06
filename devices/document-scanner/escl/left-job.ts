/** The address of the job that is running, on disk: after a power cut the scanner still holds it, and it is deleted first. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeviceLog, reasonOf } from '../../log.ts';

export interface LeftJob {
  keep(path: string): Promise<void>;
  forget(): Promise<void>;
  /** The job of an earlier run, if one was left. */
  recall(): Promise<string | undefined>;
}

export function createLeftJob(folder: string, device: string, log: DeviceLog): LeftJob {
  const file = join(folder, `escl-job-${Buffer.from(device).toString('base64url').slice(0, 120)}`);
  const said = (error: unknown): void =>
    log.warn({ device, reason: reasonOf(error) }, 'the note of a running scan job could not be kept');
  return {
    keep: (path) => writeFile(file, path).catch(said),
    forget: () => rm(file, { force: true }).catch(said),
    recall: async () => {
      const path = await readFile(file, 'utf8').catch(() => '');
      return /^ScanJobs\/[^/\s]{1,400}$/.test(path) ? path : undefined;
    },
  };
}
