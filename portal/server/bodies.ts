/** How bodies come in and go out: JSON as strict UTF-8, gzip both ways (a stream also as zstd), every size bounded. */

import { pipeline, Readable, Transform } from 'node:stream';
import { createGunzip, createGzip, createZstdCompress, gzipSync, constants as zlib } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MotcuaError } from '../../domain/errors.ts';

/** Answers shorter than this are not worth compressing. */
const WORTH_COMPRESSING = 1_024;

export function installBodies(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(utf8.decode(body as Buffer)));
    } catch (error) {
      done(new MotcuaError('MC-API-03', { reason: 'not JSON in UTF-8' }, { cause: error }));
    }
  });
  // tus reads the raw stream itself.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  app.addHook('preParsing', async (request, _reply, payload) => decoded(request, payload as Readable));
  app.addHook('onSend', async (request, reply, payload) => compressed(request, reply, payload));
}

/** Fastify counts the bytes that come out against the body limit, so a small gzip cannot unpack into a large body. */
function decoded(request: FastifyRequest, payload: Readable): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return payload;
  if (encoding !== 'gzip') throw new MotcuaError('MC-API-03', { reason: 'unknown content-encoding' });
  const gunzip = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      gunzip.receivedEncodedLength += chunk.length;
      done(null, chunk);
    },
  });
  return pipeline(payload, counter, gunzip, ignoreHere);
}

type Encoding = 'zstd' | 'gzip';

/** Of those that the caller takes, the one that costs the portal least. */
function encodingFor(request: FastifyRequest): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  return (['zstd', 'gzip'] as const).find((one) => new RegExp(`\\b${one}\\b`).test(accepted));
}

/** Each chunk is flushed: a station may use the lines it has before the feed ends. */
const compressor = (encoding: Encoding) =>
  encoding === 'zstd' ? createZstdCompress({ flush: zlib.ZSTD_e_flush }) : createGzip({ flush: zlib.Z_SYNC_FLUSH });

/** What tells its length is a file or a part of one: scans are compressed already, and a part is one of the bytes as they are. */
function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (payload instanceof Readable && reply.hasHeader('content-length')) return payload;
  const encoding = encodingFor(request);
  if (encoding !== undefined && payload instanceof Readable) {
    mark(reply, encoding);
    return pipeline(payload, compressor(encoding), ignoreHere);
  }
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  if (typeof payload !== 'string' || payload.length < WORTH_COMPRESSING) return payload;
  mark(reply, 'gzip');
  return gzipSync(payload);
}

/** A failing pipeline destroys its last stream with the error; Fastify, which reads that one, answers or cuts the socket. */
const ignoreHere = (): void => undefined;

function mark(reply: FastifyReply, encoding: Encoding): void {
  reply.header('content-encoding', encoding).header('vary', 'accept-encoding').removeHeader('content-length');
}
