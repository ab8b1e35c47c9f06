/**
 * Requests to one scanner and to no other host: each has a time limit, short answers are capped, pages go straight to disk.
 * A redirect is followed only within the same scheme, host and port. Connections are not kept: firmware drops idle ones.
 */
import { createWriteStream } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MAX_PAGE_BYTES } from '../png-size.ts';
import { isCertificateError, pinned } from './certificate.ts';
import { EsclFault } from './fault.ts';
import { MAX_XML_BYTES } from './xml.ts';

export interface EsclAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

export interface EsclHttp {
  /** `path` below the scanner's base (`ScannerStatus`). Throws an `EsclFault`. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, options?: AskOptions): Promise<EsclAnswer>;
  /**
   * GETs a page into `file`: 200 and the page, or another status and no file. Whatever came before a fault stays in the file.
   * Throws an `EsclFault`, or the file system's error.
   */
  page(path: string, file: string, options: PageRequest): Promise<number>;
}

export interface AskOptions {
  readonly body?: string;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}
export interface PageRequest {
  /** Until the answer begins: the scanner draws the sheet in meanwhile. */
  readonly beginMs: number;
  readonly signal: AbortSignal;
}

export interface EsclHttpOptions {
  readonly base: URL;
  /** SHA-256 of the certificate, hexadecimal; then exactly this one is taken, whoever signed it. */
  readonly certificate?: string | undefined;
  readonly requestMs: number;
  /** A page that has begun must go on within this … */
  readonly stallMs: number;
  /** … and be whole within that. */
  readonly pageMs: number;
}

const MAX_REDIRECTS = 3;

/** The base of a configured address: `http://10.0.0.5` and `http://10.0.0.5/eSCL/` are the same scanner. */
export function baseOf(url: string): URL {
  const base = new URL(url);
  const path = base.pathname.replace(/\/+$/, '') || '/eSCL';
  return new URL(`${path}/`, base.origin);
}

export function createEsclHttp(options: EsclHttpOptions): EsclHttp {
  const { base, certificate } = options;
  const trust = base.protocol === 'https:' && certificate !== undefined ? pinned(certificate) : undefined;

  /** Resolves once the head of the answer is there. */
  function send(url: URL, method: string, signal: AbortSignal, body: string | undefined): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const own: RequestOptions = {
        method,
        signal,
        agent: false,
        headers: {
          accept: '*/*',
          ...(body === undefined ? {} : { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) }),
        },
      };
      const request =
        url.protocol === 'https:' ? requestHttps(url, { ...own, ...trust?.options }) : requestHttp(url, own);
      trust?.watch(request);
      request.on('response', resolve);
      request.on('error', (error) => reject(faultOf(error)));
      request.end(body);
    });
  }

  async function get(url: URL, signal: AbortSignal, redirects = 0): Promise<IncomingMessage> {
    const answer = await send(url, 'GET', signal, undefined);
    const status = answer.statusCode ?? 0;
    if (status < 300 || status > 399 || status === 304) return answer;
    answer.destroy();
    return get(redirectTarget(url, answer.headers.location, redirects), signal, redirects + 1);
  }

  async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, asked: AskOptions = {}): Promise<EsclAnswer> {
    const limit = AbortSignal.timeout(asked.limitMs ?? options.requestMs);
    const signal = asked.signal ? AbortSignal.any([asked.signal, limit]) : limit;
    const url = new URL(path, base);
    try {
      const answer = await (method === 'GET' ? get(url, signal) : send(url, method, signal, asked.body));
      return { status: answer.statusCode ?? 0, location: answer.headers.location, text: await readText(answer) };
    } catch (error) {
      throw faultOf(error, asked.signal, limit);
    }
  }

  async function page(path: string, file: string, { beginMs, signal }: PageRequest): Promise<number> {
    const limit = new AbortController();
    const whole = AbortSignal.any([signal, limit.signal]);
    let timer = setTimeout(() => limit.abort(), beginMs);
    try {
      const answer = await get(new URL(path, base), whole);
      clearTimeout(timer);
      timer = setTimeout(() => limit.abort(), options.pageMs);
      if (answer.statusCode === 200) await store(answer, file, options.stallMs, whole);
      else answer.destroy();
      return answer.statusCode ?? 0;
    } catch (error) {
      throw faultOf(error, signal, limit.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  return { ask, page };
}

function redirectTarget(from: URL, location: string | undefined, redirects: number): URL {
  const target = location === undefined || !URL.canParse(location, from) ? undefined : new URL(location, from);
  if (!target || target.origin !== from.origin) throw new EsclFault('foreign', 'sends us to another host');
  if (redirects >= MAX_REDIRECTS) throw new EsclFault('foreign', 'sends us in circles');
  return target;
}

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > MAX_XML_BYTES) throw new EsclFault('too-large', 'an answer of more than 1 MB');
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Lets at most `most` bytes through, then fails. */
function capped(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new EsclFault('too-large', 'a page of more than 64 MB'));
      else done(null, chunk);
    },
  });
}

async function store(answer: IncomingMessage, file: string, stallMs: number, signal: AbortSignal): Promise<void> {
  answer.setTimeout(stallMs, () => answer.destroy(new EsclFault('silent', 'a page that stopped coming')));
  await pipeline(answer, capped(MAX_PAGE_BYTES), createWriteStream(file), { signal });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Our own hanging up and our own limits look like a broken line; the file system's errors stay what they are. */
function faultOf(error: unknown, hungUp?: AbortSignal, limit?: AbortSignal): unknown {
  if (hungUp?.aborted) return new EsclFault('aborted', 'hung up');
  if (error instanceof EsclFault) return error;
  if (limit?.aborted) return new EsclFault('silent', 'no whole answer in time');
  const code = codeOf(error);
  if (['ENOSPC', 'EACCES', 'EROFS', 'ENOENT', 'EDQUOT', 'EIO'].includes(code)) return error;
  if (isCertificateError(code)) return new EsclFault('certificate', code);
  if (code.startsWith('HPE_') || code === 'EPROTO' || code.startsWith('ERR_SSL')) return new EsclFault('foreign', code);
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE')
    return new EsclFault('cut', code);
  return new EsclFault('silent', code || (error instanceof Error ? error.name : 'no answer'));
}
