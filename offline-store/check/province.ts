/** What we call accepted, the province knows, under the same revisions: compared by each day's digest. Only when the line is there. */
import { MotcuaError } from '../../domain/errors.ts';
import { digestsSchema } from '../../domain/sync.ts';
import { createDigestReader } from '../digests.ts';
import { CURSOR } from '../inbox.ts';
import type { PortalClient } from '../sync/client.ts';
import { digestOf } from '../sync/comparison.ts';
import type { Db } from '../transaction.ts';
import type { Notes } from './finding.ts';

interface ProvinceLook {
  readonly db: Db;
  readonly client: PortalClient;
}

const cursorOf = (db: Db): string | undefined =>
  db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(CURSOR) || undefined;

export async function lookAtProvince({ db, client }: ProvinceLook, notes: Notes): Promise<void> {
  const cursor = cursorOf(db);
  // A store that has read nothing of the province has nothing to compare.
  if (cursor === undefined) return notes.count('days', 0);
  const digests = await digestsAt(client, cursor);
  if (digests === undefined) return notes.count('notReached');
  const here = createDigestReader(db);
  const there = new Map(digests.days.map(({ day, sha256 }) => [day, sha256]));
  const nothing = digestOf(new Map());
  for (const day of new Set([...there.keys(), ...here.days()])) {
    notes.count('days');
    if (digestOf(here.ofDay(day, digests.revision)) !== (there.get(day) ?? nothing))
      notes.problem('province-differs', day);
  }
  return undefined;
}

/** Undefined where there is no line, or a portal without digests: that is no fault of the store. */
async function digestsAt(client: PortalClient, cursor: string) {
  try {
    return await client.json({ method: 'GET', path: `v1/digests?cursor=${encodeURIComponent(cursor)}` }, digestsSchema);
  } catch (error) {
    if (error instanceof MotcuaError) return undefined;
    throw error;
  }
}
