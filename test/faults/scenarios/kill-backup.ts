/** SIGKILL while a backup is made: the store loses nothing by it, and what was called a backup is one. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { verifyBackup } from '../../../offline-store/backup/restore.ts';
import { ownFolder } from '../../../offline-store/backup/target.ts';
import type { Scenario, Verdict } from '../contract.ts';
import { KEYS, type OfficeAddress } from '../office.ts';
import { createOffices, dossiersOf } from '../offices.ts';
import { type BackupJob, backUpAndNote, backupsMade, secondPlace } from '../works/backup.ts';
import { counted, killDuring, recoverAndJudge } from './kills.ts';

export const ownPlace = ({ station, agency, ...address }: OfficeAddress): string =>
  ownFolder({ folder: join(address.folder, 'second-place'), station, agency });

const BELONGS = /^(motcua-backup\.json|keys\.locked|\d{8}T\d{6}\.\d{3}Z\.motcua|blobs[/\\].*[0-9a-f]{64})$/;

/** Every backup that was called made can be read whole, and has in it what was acknowledged before it began. */
async function judgeBackups(address: OfficeAddress): Promise<readonly string[]> {
  const place = ownPlace(address);
  const found: string[] = [];
  for (const { name, dossiers } of backupsMade(address)) {
    const verified = await verifyBackup(join(place, name), KEYS, join(address.folder, 'scratch')).catch(
      (error) => error,
    );
    if (verified instanceof Error) found.push(`backup ${name} cannot be read: ${verified.message}`);
    else if (verified.facts.dossiers < dossiers)
      found.push(`backup ${name} has ${verified.facts.dossiers} dossiers of ${dossiers}`);
    else if (verified.papers.missing > 0) found.push(`backup ${name} lacks ${verified.papers.missing} papers`);
  }
  const left = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(place, join(entry.parentPath, entry.name)))
    .filter((path) => !BELONGS.test(path));
  return [...found, ...left.map((path) => `left at the second place: ${path}`)];
}

export function killBackup(): Scenario {
  const offices = createOffices('kill-backup');
  return {
    ...{ name: 'kill-backup', kind: 'kill', times: { share: 10 }, victim: 'backup' },
    run: async (round) => {
      const address = await offices.of(round);
      mkdirSync(secondPlace(address), { recursive: true });
      const seed = round.random.whole(2 ** 31);
      const job: BackupJob = { address, seed, commands: 4, times: 3, known: dossiersOf(address) };
      return counted(address, async (): Promise<Verdict> => {
        const when = await killDuring(round, 'backup', job, 15, 25_000);
        // The next one is made on schedule, and clears away what the killed one left.
        await backUpAndNote(address);
        const verdict = await recoverAndJudge(round, address, when);
        return { ...verdict, findings: [...verdict.findings, ...(await judgeBackups(address))] };
      });
    },
  };
}
