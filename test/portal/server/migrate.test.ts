import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../portal/server/database.ts';
import { migrate } from '../../../portal/server/migrate.ts';
import { type EngineSession, engines } from '../engines.ts';

describe.each(engines)('the schema on $name', (engine) => {
  let session: EngineSession;
  let database: Database;

  beforeAll(async () => {
    session = await engine.open();
    database = await session.empty();
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await session.close();
  }, 120_000);

  test('an empty database gets every table; migrating again keeps the feed’s name', async () => {
    await Promise.all([migrate(database), migrate(database)]);
    const first = await database.query('SELECT feed_id, revision FROM feed_head');
    await migrate(database);
    expect(await database.query('SELECT feed_id, revision FROM feed_head')).toEqual(first);
    const tables = await database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const expected = ['operations', 'dossiers', 'documents', 'leases', 'stations', 'feed_head', 'schema_version'];
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
  });

  test('an operation is accepted or rejected, never both or neither', async () => {
    const insert = (revision: number | null, rejection: string | null) =>
      database.query("INSERT INTO operations VALUES (gen_random_uuid(), 's', 'a', 't', NULL, '{}', $1, $2, 0)", [
        revision,
        rejection,
      ]);
    await expect(insert(1, 'MC-POR-02')).rejects.toThrow();
    await expect(insert(null, null)).rejects.toThrow();
    await insert(1, null);
    await expect(insert(1, null)).rejects.toThrow();
  });

  test('a database of a newer portal is refused and left alone', async () => {
    await database.query('INSERT INTO schema_version (version) VALUES (9999)');
    await expect(migrate(database)).rejects.toMatchObject({ code: 'MC-STO-02' });
    expect(await database.query('SELECT version FROM schema_version ORDER BY version DESC LIMIT 1')).toEqual([
      { version: 9999 },
    ]);
  });
});
