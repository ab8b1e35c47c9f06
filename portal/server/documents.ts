/**
 * Scans that the agency has sent: whether one is here, and the bytes again for a station whose own file is damaged or gone.
 * What a hash stands for never changes, so a part may be asked for at any time, and the hash is its tag.
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type StoredDocument, storedDocumentSchema } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import { found, readAs } from './read-as.ts';
import type { Uploads } from './uploads.ts';

const paramsSchema = z.object({ sha256: storedDocumentSchema.unwrap().shape.sha256 });

/** The tag and what is said of caching are ours: the library's would tell a file's date, and let proxies keep citizens' papers. */
const AS_IT_IS = { etag: false, lastModified: false, cacheControl: false } as const;

/**
 * The same 404 for what the agency never named, has not sent whole, or is another's: whoever asks learns nothing of other
 * agencies' papers. The bytes come whole, or as the one range that was asked for (RFC 9110, 14): the library reads and answers it.
 */
export async function documentRoutes(
  app: FastifyInstance,
  uploads: Uploads,
  caller: (request: FastifyRequest) => Caller,
): Promise<void> {
  await app.register(fastifyStatic, { root: uploads.documents, serve: false });
  const asked = (request: FastifyRequest): string => readAs(paramsSchema, request.params).sha256;
  app.get(
    '/v1/documents/:sha256',
    async (request): Promise<StoredDocument> => found(await uploads.stored(caller(request), asked(request))),
  );
  app.get('/v1/documents/:sha256/content', async (request, reply) => {
    const name = found(await uploads.content(caller(request), asked(request)));
    reply.header('etag', `"${asked(request)}"`).header('cache-control', 'no-store, no-transform');
    return reply.type('application/octet-stream').sendFile(name, AS_IT_IS);
  });
}
