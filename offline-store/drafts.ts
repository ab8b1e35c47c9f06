/**
 * What an officer has typed but not committed: sealed whole. Not audited: it is saved while she types, and nothing has
 * happened yet. A draft has the id that its dossier will have, and is over once that is there: the intake writes nothing of it.
 */
import type { IntakeDraft } from '../domain/dossier.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { DraftView } from '../domain/views/intake.ts';
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';
import { placeOfDraft } from './protection/places.ts';
import { isDamagedSeal } from './protection/sealing.ts';

interface Row {
  readonly id: string;
  readonly saved_at: number;
  readonly sealed: Buffer;
}

export type Drafts = Pick<OfficeStore, 'saveDraft' | 'drafts' | 'discardDraft'> & {
  lastAt(): number | undefined;
};

const OVER = 'EXISTS (SELECT 1 FROM dossiers d WHERE d.id = drafts.id)';

export const createDrafts = ({ db, transact, protection }: Pick<Parts, 'db' | 'transact' | 'protection'>): Drafts => {
  const { sealer, stores } = protection;
  const save = db.prepare(`
    INSERT INTO drafts (id, saved_at, body, sealed) VALUES (:id, :at, '', :sealed)
    ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, sealed = excluded.sealed`);
  const all = db.prepare<[], Row>(
    `SELECT id, saved_at, sealed FROM drafts WHERE NOT ${OVER} ORDER BY saved_at DESC, id`,
  );
  const clear = db.prepare(`DELETE FROM drafts WHERE ${OVER}`);
  const discard = db.prepare('DELETE FROM drafts WHERE id = ?');
  const lastAt = db.prepare<[], number | null>('SELECT max(saved_at) FROM drafts').pluck();
  const opened = ({ id, sealed }: Row): IntakeDraft =>
    JSON.parse(sealer.open(placeOfDraft(id), sealed).toString('utf8')) as IntakeDraft;
  /** One that a disk has changed keeps no other from being seen; `motcua check` names it. */
  const readable = (row: Row): readonly DraftView[] => {
    try {
      return [{ id: row.id, savedAt: row.saved_at, draft: opened(row) }];
    } catch (error) {
      if (isDamagedSeal(error)) return [];
      throw error;
    }
  };
  return {
    saveDraft: (id, draft, at) => {
      if (stores === 'public') throw new MotcuaError('MC-STO-15');
      const sealed = sealer.seal(placeOfDraft(id), Buffer.from(JSON.stringify(draft)));
      transact(() => {
        save.run({ id, at, sealed });
        clear.run();
      });
    },
    drafts: () => all.all().flatMap(readable),
    discardDraft: (id) => transact(() => void discard.run(id)),
    lastAt: () => lastAt.get() ?? undefined,
  };
};
