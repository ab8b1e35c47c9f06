/**
 * One call that changes or asks something, as the windows send nearly all of them. tRPC's adapter makes a web Request, a Response
 * and two streams of each; here the same procedure, with its roles, its limits and its schemas, is called with what came and its
 * answer is sent as it is: half the processor time of a look-up. Everything else goes to the adapter.
 */
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, transformTRPCResponse } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { TRPCResponse } from '@trpc/server/rpc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PACKED_MAX_CHARS } from '../../domain/office-file.ts';
import type { WindowRole } from '../../domain/role.ts';
import { appRouter } from '../api/router.ts';
import type { Context } from '../api/trpc.ts';

export interface CallOptions {
  readonly router: typeof appRouter;
  readonly createContext: (from: { readonly req: FastifyRequest }) => Context;
  readonly onError: (failed: { readonly error: Error & { readonly code?: string }; readonly path?: string }) => void;
}

const MUTATIONS = Object.entries(
  appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: string } }>>,
).flatMap(([path, { _def }]) => (_def.type === 'mutation' ? [path] : []));

const CONFIG = appRouter._def._config;

interface Call {
  readonly input: unknown;
  /** The client's way of asking for several at once, here with one: the answer is a list of one too. */
  readonly listed: boolean;
}

/** Undefined for anything but one call in plain JSON: the adapter knows how to answer or refuse it. */
function callOf({ headers, url, body }: FastifyRequest): Call | undefined {
  const [, asked] = url.split('?');
  const plain = headers['content-type'] === 'application/json' && headers['trpc-accept'] === undefined;
  if (!plain || typeof body !== 'string' || (asked !== undefined && asked !== 'batch=1')) return undefined;
  const input = parsed(body);
  if (input === undefined) return undefined;
  return asked === undefined ? { input: input.value, listed: false } : first(input.value);
}

/** Of a list of calls by their numbers, the only one. */
function first(calls: unknown): Call | undefined {
  if (typeof calls !== 'object' || calls === null || Array.isArray(calls)) return undefined;
  const [only, ...more] = Object.entries(calls);
  return only?.[0] === '0' && more.length === 0 ? { input: only[1], listed: true } : undefined;
}

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    // The adapter says so in its own way.
    return undefined;
  }
}

/** Calls with a technician's file, at the technician's window; every other body keeps to the server's limit. */
const WITH_FILE: ReadonlySet<string> = new Set(['catalogue.import', 'settings.import', 'officers.import']);
const ROOM_BESIDE = 1_000;

const limitOf = (window: WindowRole, path: string) =>
  window === 'setup' && WITH_FILE.has(path) ? { bodyLimit: PACKED_MAX_CHARS + ROOM_BESIDE } : {};

/** Inside a scope of its own: bodies come as they were sent. */
export function addCalls(scope: FastifyInstance, window: WindowRole, options: CallOptions): void {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const path of MUTATIONS)
    scope.post(`/${window}/trpc/${path}`, limitOf(window, path), async (request, reply) => {
      const call = callOf(request);
      if (call === undefined) return fastifyRequestHandler({ ...options, req: request, res: reply, path });
      const { status, body } = await answer(path, call, request, options);
      return send(reply, status, call.listed ? [body] : body);
    });
}

const send = (reply: FastifyReply, status: number, body: TRPCResponse | TRPCResponse[]): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/json')
    .send(JSON.stringify(transformTRPCResponse(CONFIG, body)));

interface Answer {
  readonly status: number;
  readonly body: TRPCResponse;
}

async function answer(path: string, { input }: Call, request: FastifyRequest, options: CallOptions): Promise<Answer> {
  const ctx = options.createContext({ req: request });
  const asked = { router: options.router, path, ctx, type: 'mutation' as const, signal: undefined, batchIndex: 0 };
  try {
    const data: unknown = await callTRPCProcedure({ ...asked, getRawInput: async () => input });
    return { status: 200, body: { result: { data } } };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    options.onError({ error, path });
    const shape = getTRPCErrorShape({ config: CONFIG, ctx, error, input, path, type: 'mutation' });
    return { status: getHTTPStatusCodeFromError(error), body: { error: shape } };
  }
}
