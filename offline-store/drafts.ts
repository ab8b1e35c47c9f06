/** What an officer has typed but not committed. Not audited: it is saved while she types, and nothing has happened yet. */
import type { IntakeDraft } from '../domain/dossier.ts';
import type { OfficeStore } from './contract.ts';
import type { Db, Transact } from './transaction.ts';

interface Row {
  readonly id: string;
  readonly saved_at: number;
  readonly body: string;
}

export type Drafts = Pick<OfficeStore, 'saveDraft' | 'drafts' | 'discardDraft'> & { lastAt(): number | undefined };

export const createDrafts = (db: Db, transact: Transact): Drafts => {
  const save = db.prepare(`
    INSERT INTO drafts (id, saved_at, body) VALUES (:id, :at, :body)
    ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, body = excluded.body`);
  const all = db.prepare<[], Row>('SELECT * FROM drafts ORDER BY saved_at DESC, id');
  const discard = db.prepare('DELETE FROM drafts WHERE id = ?');
  const lastAt = db.prepare<[], number | null>('SELECT max(saved_at) FROM drafts').pluck();
  return {
    saveDraft: (id, draft, at) => transact(() => void save.run({ id, at, body: JSON.stringify(draft) })),
    drafts: () =>
      all.all().map((row) => ({ id: row.id, savedAt: row.saved_at, draft: JSON.parse(row.body) as IntakeDraft })),
    discardDraft: (id) => transact(() => void discard.run(id)),
    lastAt: () => lastAt.get() ?? undefined,
  };
};
