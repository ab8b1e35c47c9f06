/** What the province announces to every office: the catalogue in versions, and settings with dates of effect. Added to, never changed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  CATALOGUE_MAX_CHARS,
  type Catalogue,
  type CatalogueList,
  catalogueIdSchema,
  catalogueListSchema,
  catalogueSchema,
} from '../../domain/catalogue.ts';
import { type EffectiveSetting, settingsFileSchema } from '../../domain/effective-setting.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Database, Sql } from './database.ts';
import { etagOf, isKnown } from './officers.ts';
import { readAs } from './read-as.ts';

const catalogueParamsSchema = z.object({ id: catalogueIdSchema });

/** For any station: nothing of this is an agency's own. */
export function announcementRoutes(app: FastifyInstance, database: Database): void {
  app.get('/v1/catalogue', async (request, reply) =>
    tagged(request, reply, JSON.stringify(await readCatalogueList(database))),
  );
  app.get('/v1/catalogue/:id', async (request, reply) => {
    const { id } = readAs(catalogueParamsSchema, request.params);
    const [row] = await database.query<{ body: string }>('SELECT body FROM catalogue_versions WHERE id = $1', [id]);
    if (!row) throw new MotcuaError('MC-API-05');
    return tagged(request, reply, row.body);
  });
  app.get('/v1/settings', async (request, reply) => {
    const rows = await database.query<{ body: string }>('SELECT body FROM effective_settings ORDER BY number');
    return tagged(request, reply, `{"version":1,"settings":[${rows.map(({ body }) => body).join(',')}]}`);
  });
}

export function announcementAdminRoutes(app: FastifyInstance, database: Database): void {
  const bodyLimit = 2 * CATALOGUE_MAX_CHARS;
  app.post('/v1/admin/catalogue', { bodyLimit }, (request) =>
    announceCatalogue(database, readAs(catalogueSchema, request.body)),
  );
  app.post('/v1/admin/settings', (request) =>
    announceSettings(database, readAs(settingsFileSchema, request.body).settings),
  );
}

function tagged(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  const etag = etagOf(body);
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
}

async function readCatalogueList(database: Database): Promise<CatalogueList> {
  const rows = await database.query<{ id: string; valid_from: string }>(
    'SELECT id, valid_from FROM catalogue_versions ORDER BY number',
  );
  return catalogueListSchema.parse({ versions: rows.map(({ id, valid_from: from }) => ({ id, from })) });
}

/** `MC-CAT-03`: the id was announced with another content. Announcing the same again changes nothing. */
async function announceCatalogue(database: Database, catalogue: Catalogue): Promise<{ readonly announced: boolean }> {
  const body = JSON.stringify(catalogue);
  return database.transaction(async (sql) => {
    if (!(await isNew(sql, { table: 'catalogue_versions', id: catalogue.id, body }, 'MC-CAT-03')))
      return { announced: false };
    await sql.query('INSERT INTO catalogue_versions (id, valid_from, body) VALUES ($1, $2, $3)', [
      catalogue.id,
      catalogue.from,
      body,
    ]);
    return { announced: true };
  });
}

/** All that are new, or none: `MC-SET-03` when one's id was announced with another content. */
async function announceSettings(
  database: Database,
  settings: readonly EffectiveSetting[],
): Promise<{ readonly announced: number }> {
  return database.transaction(async (sql) => {
    let announced = 0;
    for (const setting of settings) {
      const row = { table: 'effective_settings', id: setting.id, body: JSON.stringify(setting) } as const;
      if (!(await isNew(sql, row, 'MC-SET-03'))) continue;
      await sql.query('INSERT INTO effective_settings (id, body) VALUES ($1, $2)', [row.id, row.body]);
      announced += 1;
    }
    return { announced };
  });
}

interface Announced {
  readonly table: 'catalogue_versions' | 'effective_settings';
  readonly id: string;
  readonly body: string;
}

async function isNew(sql: Sql, { table, id, body }: Announced, otherwise: 'MC-CAT-03' | 'MC-SET-03'): Promise<boolean> {
  const [known] = await sql.query<{ body: string }>(`SELECT body FROM ${table} WHERE id = $1`, [id]);
  if (known && known.body !== body) throw new MotcuaError(otherwise, { id });
  return known === undefined;
}
