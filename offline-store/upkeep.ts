/** What the store gives to those who look after keys and files. */
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { resealRows } from './protection/reseal.ts';

export const createUpkeep = (
  { db, transact, protection, searchIndex }: Parts,
  keys: KeyRing,
): OfficeStore['upkeep'] => {
  const hasContent = db.prepare<[string]>('SELECT 1 FROM documents WHERE sha256 = ? LIMIT 1');
  return {
    hasContent: (sha256) => hasContent.get(sha256) !== undefined,
    reseal: () => resealRows({ db, transact, protection, keys }),
    unindexed: searchIndex.behind,
    index: searchIndex.follow,
  };
};
