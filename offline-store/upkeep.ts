/** What the store gives to those who look after keys and files. */
import type { OfficeStore, OwedPaper, OwnPaper } from './contract.ts';
import type { Parts } from './parts.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { resealRows } from './protection/reseal.ts';
import { unflushed } from './transaction.ts';

/** What the province refused is not sent, so it is not owed. */
const OWED = `
  SELECT d.number, d.sha256, d.bytes, s.code FROM documents d
  JOIN outbox o ON o.operation_id = d.operation_id JOIN dossiers s ON s.id = d.dossier_id
  WHERE d.uploaded_at IS NULL AND o.state IN ('waiting', 'accepted')`;

/** What was scanned here has a row in the outbox, whatever came of it. */
const OWN = `
  FROM documents d JOIN outbox o ON o.operation_id = d.operation_id JOIN dossiers s ON s.id = d.dossier_id`;
/** Looked at together: most papers are other stations', and all of them are numbered alike. */
const NUMBERS = 500;

type OwnRow = Omit<OwnPaper, 'sent'> & { readonly sent: 0 | 1 };

const createPapers = (db: Parts['db']): Pick<OfficeStore['upkeep'], 'ownPaper' | 'sentPapers'> => {
  const byContent = db.prepare<[string], OwnRow>(`
    SELECT d.number, d.sha256, d.bytes, s.code, d.uploaded_at IS NOT NULL AS sent ${OWN}
    WHERE d.sha256 = ? ORDER BY sent DESC LIMIT 1`);
  const sent = db.prepare<[number, number], OwedPaper>(`
    SELECT d.number, d.sha256, d.bytes, s.code ${OWN}
    WHERE d.number > ? AND d.number <= ? AND d.uploaded_at IS NOT NULL ORDER BY d.number`);
  const last = db.prepare<[], number | null>('SELECT max(number) FROM documents').pluck();
  return {
    ownPaper: (sha256) => {
      const row = byContent.get(sha256);
      return row && { ...row, sent: row.sent === 1 };
    },
    sentPapers: (after) => {
      const next = after + NUMBERS;
      return { papers: sent.all(after, next), next: next < (last.get() ?? 0) ? next : undefined };
    },
  };
};

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
    ...createPapers(db),
    hasContent: (sha256) => hasContent.get(sha256) !== undefined,
    reseal: () => resealRows({ db, transact, protection, keys }),
    unindexed: searchIndex.behind,
    index: (milliseconds) => unflushed(db, () => searchIndex.follow(milliseconds)),
  };
};
