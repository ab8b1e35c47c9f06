/** A portal that breaks one promise on purpose: the reference server behind a proxy that lies about one thing. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
export type Forward = (asked: Asked) => Promise<Answered>;
export type Mutation = (asked: Asked, forward: Forward) => Promise<Answered>;

export interface Mutant {
  readonly url: string;
  close(): Promise<void>;
}

export async function startMutant(reference: string, mutate: Mutation): Promise<Mutant> {
  const server = createServer((request, response) => {
    void serve(reference, mutate, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(reference: string, mutate: Mutation, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  const asked: Asked = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: { ...(headers as Record<string, string>), 'accept-encoding': 'identity' },
    body: Buffer.concat(chunks),
  };
  const answered = await mutate(asked, (next) => forwardTo(reference, next));
  response.writeHead(answered.status, answered.headers);
  response.end(answered.body);
}

async function forwardTo(reference: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const response = await fetch(`${reference}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, connection: 'close' },
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  const {
    connection: _c,
    'transfer-encoding': _t,
    'content-length': _l,
    ...kept
  } = Object.fromEntries(response.headers);
  return { status: response.status, headers: kept, body: Buffer.from(await response.arrayBuffer()) };
}

export const jsonOf = (body: Buffer): Record<string, unknown> => JSON.parse(body.toString()) as Record<string, unknown>;
export const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
/** Changes the lines of a feed. */
export const withLines = (answered: Answered, change: (lines: readonly string[]) => readonly string[]): Answered => {
  const lines = answered.body.toString().split('\n').filter(Boolean);
  return answered.status === 200
    ? {
        ...answered,
        body: Buffer.from(
          change(lines)
            .map((line) => `${line}\n`)
            .join(''),
        ),
      }
    : answered;
};
