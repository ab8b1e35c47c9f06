/** Small facts by key, such as the clock's offset and the feed's cursor. */
import type { OfficeStore } from './contract.ts';
import type { Db, Transact } from './transaction.ts';

export const createSettings = (db: Db, transact: Transact): OfficeStore['settings'] => {
  const get = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const set = db.prepare(
    'INSERT INTO settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (key) => get.get(key),
    set: (key, value) => transact(() => void set.run({ key, value })),
  };
};
