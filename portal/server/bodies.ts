/** How bodies come in and go out: JSON as strict UTF-8, gzip both ways, every size bounded. */

import { pipeline, Readable, Transform } from 'node:stream';
import { createGunzip, createGzip, gzipSync, constants as zlib } from 'node:zlib';
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

function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  if (payload instanceof Readable) {
    mark(reply);
    // Each chunk is flushed: a station may use the lines it has before the feed ends.
    return pipeline(payload, createGzip({ flush: zlib.Z_SYNC_FLUSH }), ignoreHere);
  }
  if (typeof payload !== 'string' || payload.length < WORTH_COMPRESSING) return payload;
  mark(reply);
  return gzipSync(payload);
}

/** A failing pipeline destroys its last stream with the error; Fastify, which reads that one, answers or cuts the socket. */
const ignoreHere = (): void => undefined;

function mark(reply: FastifyReply): void {
  reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').removeHeader('content-length');
}
