/** A tiny portal for the client's tests: keeps what it was sent, and can be told to fail in every way a line can. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach } from 'vitest';
import type { Operation } from '../../../domain/operation.ts';
import type { Change, LeaseRequest } from '../../../domain/sync.ts';
import { AGENCY, NOW, nextId } from '../helpers.ts';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FaultPortal {
  readonly url: string;
  readonly asked: Asked[];
  /** Operations taken, each once, in order. */
  readonly taken: Map<string, number>;
  feed: Change[];
  /** Uploads by address: what has arrived of each. */
  readonly uploads: Map<string, Buffer>;
  /** Answers instead of the real one, for paths that begin so; the work is not done. */
  readonly faults: Map<string, Answer>;
  /** The work is done, the answer never arrives. */
  loseAnswers: boolean;
  /** Answers only the first so many operations of a push. */
  answerAtMost: number;
  clock: () => number;
  /** How it fails over a push with this body; the work is then not done. */
  failPush: (body: Buffer) => Answer | undefined;
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

export const answers = {
  garbage: (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('<<<\u0000 không phải JSON'),
  wrongShape: (response) => json(response, { hello: 'world' }),
  error500: (response) => response.writeHead(500).end('oops'),
  badGatewayPage: (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  login: (response) => response.writeHead(302, { location: 'http://khach-san.example/login' }).end(),
  loginPage: (response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<form>login</form>'),
  captive511: (response) => response.writeHead(511, { 'content-type': 'text/html' }).end('log in'),
  unauthorised: (response) => json(response, { code: 'MC-NET-05', message: { vi: '', en: '' } }, 401),
  forbidden: (response) => json(response, { code: 'MC-API-01', message: { vi: '', en: '' } }, 403),
  unknownCursor: (response) => json(response, { code: 'MC-POR-06', message: { vi: '', en: '' } }, 400),
  refused400: (response) => json(response, { code: 'MC-API-03', message: { vi: '', en: '' } }, 400),
  tooLarge: (response) => response.writeHead(413).end(),
  stall: () => undefined,
  half: (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"answers":[');
    response.socket?.end();
  },
  stallInside: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"answers":['),
  endless: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  cut: (response) => response.socket?.destroy(),
} as const satisfies Record<string, Answer>;

const push = (portal: FaultPortal, body: Buffer, response: ServerResponse): void => {
  const { operations } = JSON.parse(gunzipSync(body).toString()) as { operations: Operation[] };
  for (const operation of operations) {
    if (portal.taken.has(operation.id)) continue;
    const revision = portal.feed.length + 1;
    portal.taken.set(operation.id, revision);
    portal.feed.push({ cursor: `k${revision}`, revision, operation });
  }
  const answered = operations
    .slice(0, portal.answerAtMost)
    .map(({ id }) => ({ id, outcome: 'accepted', revision: portal.taken.get(id) }));
  if (portal.loseAnswers) response.socket?.destroy();
  else json(response, { answers: answered, now: portal.clock() });
};

const changes = (portal: FaultPortal, request: IncomingMessage, response: ServerResponse): void => {
  const query = new URL(request.url ?? '', 'http://x').searchParams;
  const after = portal.feed.findIndex(({ cursor }) => cursor === query.get('cursor')) + 1;
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  for (const change of portal.feed.slice(after, after + Number(query.get('limit'))))
    response.write(`${JSON.stringify(change)}\n`);
  response.end();
};

const leased = new Map<string, unknown>();
const ends = new Map<string, number>();

const lease = (portal: FaultPortal, body: Buffer, response: ServerResponse): void => {
  const request = JSON.parse(body.toString()) as LeaseRequest;
  const grant = (day: string) => {
    const from = (ends.get(`${portal.url} ${day}`) ?? 0) + 1;
    ends.set(`${portal.url} ${day}`, from + request.count - 1);
    return { id: nextId(), agency: AGENCY, day, from, to: from + request.count - 1 };
  };
  const leases = leased.get(request.id) ?? request.days.map(grant);
  leased.set(request.id, leases);
  if (portal.loseAnswers) response.socket?.destroy();
  else json(response, { leases, now: portal.clock() });
};

const create = (portal: FaultPortal, response: ServerResponse): void => {
  const path = `/v1/uploads/${portal.uploads.size + 1}`;
  portal.uploads.set(path, Buffer.alloc(0));
  response.writeHead(201, { location: path, 'tus-resumable': '1.0.0' }).end();
};

const upload = (portal: FaultPortal, asked: Asked, response: ServerResponse): void => {
  const here = portal.uploads.get(asked.path);
  const next = Buffer.concat([here ?? Buffer.alloc(0), asked.method === 'PATCH' ? asked.body : Buffer.alloc(0)]);
  if (here !== undefined) portal.uploads.set(asked.path, next);
  const headers = { 'upload-offset': String(next.length), 'tus-resumable': '1.0.0' };
  response.writeHead(here === undefined ? 404 : asked.method === 'PATCH' ? 204 : 200, headers).end();
};

type Work = (portal: FaultPortal, asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

const ROUTES: readonly (readonly [path: RegExp, work: Work])[] = [
  [
    /^\/v1\/info$/,
    (portal, _asked, response) =>
      json(response, { portal: 'motcua-portal', contract: 1, now: portal.clock(), name: 'Cổng thử' }),
  ],
  [/^\/v1\/operations$/, (portal, { body }, response) => push(portal, body, response)],
  [/^\/v1\/leases$/, (portal, { body }, response) => lease(portal, body, response)],
  [/^\/v1\/changes/, (portal, _asked, response, request) => changes(portal, request, response)],
  [/^\/v1\/uploads$/, (portal, _asked, response) => create(portal, response)],
  [/^\/v1\/uploads\//, upload],
  [/./, (_portal, _asked, response) => json(response, { code: 'MC-API-05', message: { vi: '', en: '' } }, 404)],
];

const answer = (portal: FaultPortal, asked: Asked, request: IncomingMessage, response: ServerResponse): void => {
  const bad = asked.path === '/v1/operations' ? portal.failPush(asked.body) : undefined;
  const fault = bad ?? [...portal.faults].find(([path]) => asked.path.startsWith(path))?.[1];
  if (fault !== undefined) fault(response, request);
  else ROUTES.find(([path]) => path.test(asked.path))?.[1](portal, asked, response, request);
};

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

export const startFaultPortal = async (): Promise<FaultPortal> => {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    portal.asked.push(asked);
    answer(portal, asked, request, response);
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portal: FaultPortal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    taken: new Map(),
    feed: [],
    uploads: new Map(),
    faults: new Map(),
    loseAnswers: false,
    answerAtMost: Number.POSITIVE_INFINITY,
    clock: () => NOW,
    failPush: () => undefined,
  };
  return portal;
};
