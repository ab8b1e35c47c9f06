/** Makes a backup, or puts one back, without end and says when each is done. Killed by killed.test.ts. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { backupKeysOf } from '../../../offline-store/backup/backup-keys.ts';
import { makeBackup } from '../../../offline-store/backup/make.ts';
import { recoverStore } from '../../../offline-store/backup/recover.ts';
import { restoreBackup } from '../../../offline-store/backup/restore.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';

const [, , what = '', dataFolder = '', place = '', at = '0'] = process.argv;
const RING = temporaryKeys();
const office = { station: 'may-quay-1', agency: 'H57.23.15' };
const keep = { hours: 24, days: 14 };
let now = Number(at);

const once: Readonly<Record<string, () => Promise<unknown>>> = {
  backup: () => makeBackup({ ...office, dataFolder, folder: place, version: '0.1.0', now, keep }, backupKeysOf(RING)),
  restore: () => restoreBackup({ file: place, dataFolder, now }, RING),
  recover: () => recoverStore({ ...office, dataFolder, backups: join(place), now: () => now, keys: RING }),
};

writeSync(1, 'begins\n');
for (;;) {
  now += 1_000;
  await once[what]?.();
  writeSync(1, 'done\n');
}
