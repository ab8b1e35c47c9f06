/** What the store gives to those who look after keys and files. */
import type { OfficeStore, OwedPaper } from './contract.ts';
import type { Parts } from './parts.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { resealRows } from './protection/reseal.ts';
import { unflushed } from './transaction.ts';

/** What the province refused is not sent, so it is not owed. */
const OWED = `
  SELECT d.number, d.sha256, d.bytes, s.code FROM documents d
  JOIN outbox o ON o.operation_id = d.operation_id JOIN dossiers s ON s.id = d.dossier_id
  WHERE d.uploaded_at IS NULL AND o.state IN ('waiting', 'accepted')`;

export const createUpkeep = (
  { db, transact, protection, searchIndex }: Parts,
  keys: KeyRing,
): OfficeStore['upkeep'] => {
  const hasContent = db.prepare<[string]>('SELECT 1 FROM documents WHERE sha256 = ? LIMIT 1');
  const owed = db.prepare<[number, number], OwedPaper>(`${OWED} AND d.number > ? ORDER BY d.number LIMIT ?`);
  const ofContent = db.prepare<[string], OwedPaper>(`${OWED} AND d.sha256 = ? LIMIT 1`);
  return {
    owed: (after, limit) => owed.all(after, limit),
    isOwed: (sha256) => ofContent.get(sha256) !== undefined,
    hasContent: (sha256) => hasContent.get(sha256) !== undefined,
    reseal: () => resealRows({ db, transact, protection, keys }),
    unindexed: searchIndex.behind,
    index: (milliseconds) => unflushed(db, () => searchIndex.follow(milliseconds)),
  };
};
