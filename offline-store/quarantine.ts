/** Items of the feed that were set aside: kept sealed, counted, and tried again by a program that may know them by now. */
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';
import { placeOfLine } from './protection/places.ts';

interface Row {
  readonly number: number;
  readonly sha256: string;
  readonly sealed: Buffer;
}

export const createQuarantine = ({ db, transact, audit, protection }: Parts): OfficeStore['quarantine'] => {
  const count = db.prepare<[], number>('SELECT count(*) FROM quarantine').pluck();
  const after = db.prepare<[number, number], Row>(
    'SELECT number, sha256, sealed FROM quarantine WHERE number > ? AND sealed IS NOT NULL ORDER BY number LIMIT ?',
  );
  const drop = db.prepare('DELETE FROM quarantine WHERE sha256 = ?');
  return {
    count: () => count.get() ?? 0,
    after: (number, limit) =>
      after.all(number, limit).map((row) => ({
        number: row.number,
        sha256: row.sha256,
        line: Buffer.from(protection.sealer.open(placeOfLine(row.sha256), row.sealed)).toString('utf8'),
      })),
    release: (sha256, at) =>
      transact(() => {
        if (drop.run(sha256).changes > 0)
          audit.append({ at, who: 'portal', what: 'inbox.taken-after-all', about: sha256 });
      }),
  };
};
