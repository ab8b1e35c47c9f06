/**
 * Scans that the agency has sent: whether one is here, and the bytes again for a station whose own file is damaged or gone.
 * What a hash stands for never changes, so a part may be asked for at any time, and the hash is its tag.
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type StoredDocument, storedDocumentSchema } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import { found, readAs } from './read-as.ts';
import type { RequestLimit } from './request-limit.ts';
import type { Uploads } from './uploads.ts';

const paramsSchema = z.object({ sha256: storedDocumentSchema.unwrap().shape.sha256 });

/** The tag and what is said of caching are ours: the library's would tell a file's date, and let proxies keep citizens' papers. */
const AS_IT_IS = { etag: false, lastModified: false, cacheControl: false } as const;

/** At the most: what is no range from one place to another may be answered with the whole. */
function askedBytes(range: string | undefined, bytes: number): number {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return first === undefined ? bytes : Math.min(bytes, Math.max(0, Number(last) - Number(first) + 1));
}

export type DocumentParts = {
  readonly uploads: Uploads;
  readonly caller: (request: FastifyRequest) => Caller;
  /** Bytes that a station may be given again. */
  readonly budget: RequestLimit;
};

/**
 * The same 404 for what the agency never named, has not sent whole, or is another's: whoever asks learns nothing of other
 * agencies' papers. The bytes come whole, or as the one range that was asked for (RFC 9110, 14): the library reads and answers it.
 */
export async function documentRoutes(app: FastifyInstance, { uploads, caller, budget }: DocumentParts): Promise<void> {
  await app.register(fastifyStatic, { root: uploads.documents, serve: false });
  const asked = (request: FastifyRequest): string => readAs(paramsSchema, request.params).sha256;
  app.get(
    '/v1/documents/:sha256',
    async (request): Promise<StoredDocument> => found(await uploads.stored(caller(request), asked(request))),
  );
  app.get('/v1/documents/:sha256/content', async (request, reply) => {
    const who = caller(request);
    const { name, bytes } = found(await uploads.content(who, asked(request)));
    const retryAfterMs = budget.take(who.station, askedBytes(request.headers.range, bytes));
    if (retryAfterMs > 0) throw new MotcuaError('MC-NET-13', { retryAfterMs });
    reply.header('etag', `"${asked(request)}"`).header('cache-control', 'no-store, no-transform');
    return reply.type('application/octet-stream').sendFile(name, AS_IT_IS);
  });
}
