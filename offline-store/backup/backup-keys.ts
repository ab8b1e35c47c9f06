/** The station's key ring as a backup uses it. A key is named by what it is, so that another station's key of the same number is never tried. */
import { createHmac } from 'node:crypto';
import type { DataKey, KeyRing } from '../protection/key-ring.ts';
import type { BackupKeys } from './sealed-stream.ts';

/** Says nothing of the key itself. */
const nameOf = ({ number, secret }: DataKey): string =>
  `${number}-${createHmac('sha256', secret).update('motcua backup key').digest('hex').slice(0, 16)}`;

export const backupKeysOf = (ring: Pick<KeyRing, 'newest' | 'all'>): BackupKeys => ({
  current: () => ({ id: nameOf(ring.newest()), key: ring.newest().secret }),
  byId: (id) => ring.all().find((key) => nameOf(key) === id)?.secret,
});
