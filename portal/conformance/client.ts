/** One request to a portal under test: no redirect is followed, nothing takes longer than its limit, nothing is read without end. */
import type { z } from 'zod';
import { portalErrorSchema } from '../../domain/sync.ts';

/** The contract sets no figure; a desk gives up on an answer after so long, in milliseconds. */
const LIMIT_MS = 30_000;
/** The longest body that any point reads. */
const MAX_BYTES = 64_000_000;

/** A promise that was not kept. Its message is what the vendor reads: what was expected, what came. */
export class Broken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Broken';
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export type Send = (path: string, ask?: Ask) => Promise<Answer>;

export function sendTo(base: string): Send {
  const root = base.replace(/\/+$/, '');
  return async (path, { method = 'GET', token, headers = {}, body } = {}) => {
    const url = /^https?:/.test(path) ? path : `${root}${path}`;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    }).catch((error: unknown) => {
      throw new Broken(`${method} ${path}: no answer (${reasonOf(error)})`);
    });
    const bytes = await readCapped(response);
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') };
  };
}

async function readCapped(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Broken(`an answer of more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};

const JSON_TYPE = { 'content-type': 'application/json' };

export const postJson = (send: Send, path: string, token: string | undefined, body: unknown): Promise<Answer> =>
  send(path, { method: 'POST', token, headers: JSON_TYPE, body: JSON.stringify(body) });

/** The body of a 2xx answer, by the contract's schema. */
export function expectBody<T>(answer: Answer, schema: z.ZodType<T>): T {
  if (answer.status < 200 || answer.status > 299)
    throw new Broken(`expected 2xx, got ${answer.status}${shown(answer.text)}`);
  return parsedAs(answer.text, schema);
}

export function parsedAs<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Broken(`not JSON:${shown(text)}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Broken(`not the contract's shape at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`);
}

/** A refusal: its status, its code, and a sentence in both languages. */
export function expectRefusal(answer: Answer, status: number, code: string): void {
  if (answer.status !== status)
    throw new Broken(`expected ${status} ${code}, got ${answer.status}${shown(answer.text)}`);
  const body = parsedAs(answer.text, portalErrorSchema);
  if (body.code !== code) throw new Broken(`expected the code ${code}, got ${body.code}`);
  if (body.message.vi.trim() === '' || body.message.en.trim() === '')
    throw new Broken(`${code} comes without a sentence in Vietnamese and English`);
}

export function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Broken(otherwise);
}

const shown = (text: string): string => (text === '' ? '' : ` ${text.slice(0, 160).replaceAll(/\s+/g, ' ')}`);
