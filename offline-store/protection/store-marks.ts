/** What a store says of itself in its settings: which keys sealed it, and for what kind of PC it was made. */
import { MotcuaError } from '../../domain/errors.ts';
import type { Db } from '../transaction.ts';
import type { Protection } from './protection.ts';

const KEYS = 'store.keys';
const SCOPE = 'store.scope';
const REWRITE = 'store.rewrite';
/** Any number serves: its image shows which index key made it. */
const PROOF = '000000000000000';

const read = (db: Db, key: string): string | undefined =>
  db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(key);

const write = (db: Db, key: string, value: string): void =>
  void db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)').run(key, value);

/** The image of a fixed number: the same for a ring, whatever keys it has gained. */
export const proofOf = ({ blind }: Pick<Protection, 'blind'>): string => blind.tokens([PROOF]).join('');

/** What the store remembers of the ring that sealed it; undefined for one that nothing was sealed in. */
export const keysMarkOf = (db: Db): string | undefined => read(db, KEYS);

/** MC-STO-13 when the store was sealed with another ring: what that ring sealed could not be read, nor found. */
export const refuseOtherKeys = (db: Db, protection: Protection): void => {
  const proof = proofOf(protection);
  const before = read(db, KEYS);
  if (before === undefined) write(db, KEYS, proof);
  else if (before !== proof) throw new MotcuaError('MC-STO-13', { reason: 'another ring' });
};

/** MC-STO-16: a counter's store holds what a public PC must not, and a public one lacks what a counter needs. */
export const refuseOtherScope = (db: Db, { stores }: Protection): void => {
  const before = read(db, SCOPE);
  if (before === undefined) write(db, SCOPE, stores);
  else if (before !== stores) throw new MotcuaError('MC-STO-16', { stores: before });
};

/**
 * Once after the step that sealed what was in the clear: the file is written anew, so that freed pages hold nothing of it.
 * A kill leaves the mark, and the next start does it again.
 */
export const rewriteWhenDue = (db: Db): void => {
  if (read(db, REWRITE) === undefined) return;
  db.exec('VACUUM');
  db.prepare('DELETE FROM settings WHERE key = ?').run(REWRITE);
  db.pragma('wal_checkpoint(TRUNCATE)');
};
