/**
 * A line to a portal that goes wrong as lines do: everything in between (a proxy, a hotel's login page, a failing server, a bad
 * router) as one HTTP proxy of our own. What it passes on is really done by the portal behind it.
 */
import {
  createServer,
  request as forwardHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { KeyAndCertificate } from './certificates.ts';

export const LINE_FAULTS = [
  'none',
  'down', // the socket goes at the first byte
  'error-500',
  'garbage',
  'stall', // asked, or even done, and no answer comes
  'half-answer', // done, and the answer breaks off in the middle
  'lost-answer', // done, and nothing comes back
  'wrong-cursor', // the portal does not know where we stand: it was restored
  'captive-portal', // a login page in place of everything
  'cut-request', // the request itself breaks off in the middle
  'duplicated', // each request arrives twice, at the same time
  'reordered', // an old request arrives once more after newer ones
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

export interface FaultLine {
  readonly url: string;
  set(fault: LineFault): void;
  /** How many requests met the fault that is set now. */
  met(): number;
  /** Another certificate from now on. */
  present(tls: KeyAndCertificate): void;
  close(): Promise<void>;
}

export interface FaultLineOptions {
  readonly target: string;
  /** From 0 up to 1: which of a fault's forms a request meets. */
  readonly chance: () => number;
  readonly tls?: KeyAndCertificate;
  /** Told of each request that the portal has answered, before anybody else hears the answer. */
  readonly onPassed?: (passed: Passed) => Promise<void> | void;
}

export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly sent: IncomingHttpHeaders;
  readonly sentBytes: number;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const LOGIN = '<!doctype html><title>Login</title><form><input name="room"></form>';
/** Requests that may still arrive a second time. */
const KEPT = 6;
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

const passedOn = (headers: IncomingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));

async function forward({ target, onPassed }: Line, asked: Asked): Promise<Answered> {
  const answered = await passOn(target, asked);
  const { method, path, headers: sent, body } = asked;
  await onPassed?.({ method, path, sent, sentBytes: body.length, status: answered.status, headers: answered.headers });
  return answered;
}

function passOn(target: string, { method, path, headers, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = body.length > 0 || method === 'POST' || method === 'PATCH' ? { 'content-length': body.length } : {};
    const asked = forwardHttp(new URL(path, target), { method, headers: { ...passedOn(headers), ...length } });
    asked.once('response', (answer) => {
      buffer(answer).then(
        (all) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: all }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function give(response: ServerResponse, { status, headers, body }: Answered): void {
  response.writeHead(status, { ...passedOn(headers), 'content-length': body.length }).end(body);
}

/** A cursor of the right form, of a feed that nobody ever had. */
const strangeCursor = (path: string): string =>
  path.replace(/cursor=[^&]*/, `cursor=${Buffer.from('00000000:7').toString('base64url')}`);

type Meet = (asked: Asked, response: ServerResponse, line: Line) => Promise<void> | void;

interface Line extends Pick<FaultLineOptions, 'target' | 'chance' | 'onPassed'> {
  readonly past: Asked[];
}

const through: Meet = async (asked, response, line) => give(response, await forward(line, asked));

const MEETS: Readonly<Record<LineFault, Meet>> = {
  none: through,
  down: (_asked, response) => void response.socket?.destroy(),
  'error-500': (_asked, response, { chance }) =>
    void response.writeHead(chance() < 0.5 ? 500 : 503, { 'content-type': 'text/plain' }).end('Internal Server Error'),
  garbage: (_asked, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(Buffer.from('{"answers":[\u0001<<<\ufffd')),
  stall: async (asked, _response, line) => {
    if (line.chance() < 0.5) await forward(line, asked);
  },
  'half-answer': async (asked, response, line) => {
    const { status, headers, body } = await forward(line, asked);
    response.writeHead(status, { ...passedOn(headers), 'content-length': Math.max(2, body.length) });
    response.write(body.subarray(0, Math.floor(body.length / 2)));
    await pause(1);
    response.socket?.destroy();
  },
  'lost-answer': async (asked, response, line) => {
    await forward(line, asked);
    response.socket?.destroy();
  },
  'wrong-cursor': (asked, response, line) => through({ ...asked, path: strangeCursor(asked.path) }, response, line),
  'captive-portal': (_asked, response, { chance }) => {
    const drawn = chance();
    if (drawn < 0.3) response.writeHead(302, { location: 'http://khach-san.example/login' }).end();
    else if (drawn < 0.6) response.writeHead(511, { 'content-type': 'text/html' }).end(LOGIN);
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
  },
  'cut-request': (_asked, response) => void response.socket?.destroy(),
  duplicated: async (asked, response, line) => {
    const both = await Promise.all([forward(line, asked), forward(line, asked)]);
    // The copy that the network made may be the one whose answer comes back.
    give(response, both[1]);
  },
  reordered: async (asked, response, line) => {
    await through(asked, response, line);
    line.past.push(asked);
    if (line.past.length > KEPT || line.chance() < 0.3) {
      const [old] = line.past.splice(Math.floor(line.chance() * line.past.length), 1);
      if (old) await forward(line, old);
    }
  },
};

/** Breaks off while the request is still coming in: the portal must never hear a whole one. */
const cutsOff = (fault: LineFault): boolean => fault === 'down' || fault === 'cut-request';

export async function startFaultLine(options: FaultLineOptions): Promise<FaultLine> {
  let fault: LineFault = 'none';
  let met = 0;
  const line: Line = { ...options, past: [] };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const mine = fault;
    met += 1;
    if (cutsOff(mine)) {
      request.once('data', () => request.socket.destroy());
      if (mine === 'down' || request.method === 'GET' || request.method === 'HEAD') request.socket.destroy();
      return;
    }
    const { method = 'GET', url = '/', headers } = request;
    await MEETS[mine]({ method, path: url, headers, body: await buffer(request) }, response, line);
  };
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    // The station hung up, or the portal behind did: then there is nobody to answer.
    serve(request, response).catch(() => response.socket?.destroy());
  };
  const server: Server | TlsServer = options.tls ? createTlsServer(options.tls, listen) : createServer(listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    set: (next) => {
      fault = next;
      met = 0;
    },
    met: () => met,
    present: (tls) => {
      if ('setSecureContext' in server) server.setSecureContext(tls);
      server.closeAllConnections();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
