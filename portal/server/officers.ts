/** Who works in an agency: kept whole as the administrator gave it, told to the agency's stations with a tag of its version. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Officers, officersSchema } from '../../domain/officer.ts';
import { type Caller, canonicalAgency } from './caller.ts';
import type { Database } from './database.ts';

export const officersAdminSchema = officersSchema
  .unwrap()
  .extend({ agency: z.string().min(1).max(40) })
  .readonly();

/** None where nobody gave any: then the office keeps its own. */
export async function readOfficers(database: Database, { agency }: Pick<Caller, 'agency'>): Promise<Officers> {
  const [row] = await database.query<{ list: Officers['officers'] }>('SELECT list FROM officers WHERE agency = $1', [
    agency,
  ]);
  return officersSchema.parse({ officers: row?.list ?? [] });
}

export async function setOfficers(
  database: Database,
  { agency, officers }: z.infer<typeof officersAdminSchema>,
): Promise<{ readonly officers: number }> {
  await database.query(
    'INSERT INTO officers (agency, list) VALUES ($1, $2::jsonb) ON CONFLICT (agency) DO UPDATE SET list = excluded.list',
    [canonicalAgency(agency), JSON.stringify(officers)],
  );
  return { officers: officers.length };
}

/** A strong tag: the same bytes, the same list. */
export const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url')}"`;

/** Whether one of the tags that the station knows is this one (RFC 9110, 13.1.2). */
export const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
