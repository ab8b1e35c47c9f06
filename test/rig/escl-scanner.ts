/**
 * A network scanner that speaks eSCL, for tests, for the demo and for trying things by hand:
 *
 *   node test/rig/escl-scanner.ts --port 8190 --sheets 5 [--advertise] [--images folder]
 *
 * Lines on standard input change it: load N, jam N (after N pages), door, multipick N, busy N, gone N, hang N, mend.
 * It is judged by others' clients: sane-airscan and SANE's own `escl` backend scan from it (test/devices/document-scanner/escl/).
 */
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Advert, advertise } from './escl-advert.ts';
import { capabilitiesXml, type EsclModel, entityBomb } from './escl-answers.ts';
import { givePage } from './escl-give.ts';
import { createMechanics, type Job } from './escl-mechanics.ts';
import { pageJpeg } from './escl-pages.ts';
import type { EsclTrouble } from './escl-trouble.ts';

export interface RigEscl {
  readonly url: string;
  readonly port: number;
  /** Every request, in order: `POST /eSCL/ScanJobs`. */
  readonly requests: readonly string[];
  readonly orders: readonly string[];
  /** Jobs that nobody deleted. */
  openJobs(): number;
  sheets(): number;
  load(sheets: number): void;
  trouble(trouble: EsclTrouble): void;
  close(): Promise<void>;
}

export interface RigEsclOptions {
  readonly port?: number;
  readonly sheets?: number;
  readonly model?: Partial<EsclModel>;
  readonly images?: readonly string[];
  readonly advertise?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

const MODEL: EsclModel = {
  model: 'Motcua Emulator 1',
  serialNumber: 'EMU0001',
  uuid: '4509a320-00a0-008f-00b6-002507510eca',
  duplex: true,
  feeder: true,
};

export async function startRigEscl(options: RigEsclOptions = {}): Promise<RigEscl> {
  const model: EsclModel = { ...MODEL, ...options.model };
  const scheme = options.tls ? 'https' : 'http';
  const mechanics = createMechanics(options.sheets ?? 3);
  const requests: string[] = [];
  const orders: string[] = [];

  function takeOrder(request: IncomingMessage, response: ServerResponse, order: string): void {
    orders.push(order);
    const job = mechanics.begin(order);
    const host = mechanics.now.locationHost ?? `${scheme}://${request.headers.host}`;
    if (typeof job === 'number') plain(response, job);
    else response.writeHead(201, { Location: `${host}/eSCL/ScanJobs/${job.id}` }).end();
  }

  async function nextPage(job: Job, response: ServerResponse): Promise<void> {
    const next = mechanics.next(job);
    if (typeof next === 'number') return plain(response, next);
    if (mechanics.now.msPerPage) await sleep(mechanics.now.msPerPage);
    const image = options.images?.[(next.page - 1) % options.images.length];
    await givePage(response, next.page, await pageJpeg(next.page, image, job.order), mechanics.now);
  }

  async function aboutJob(method: string, path: string, response: ServerResponse): Promise<void> {
    const [, id = '', next] = /^\/eSCL\/ScanJobs\/([^/]+)(\/NextDocument)?$/.exec(path) ?? [];
    const job = mechanics.job(id);
    if (job && method === 'GET' && next) return nextPage(job, response);
    if (!job || method !== 'DELETE') return plain(response, 404);
    if (mechanics.remove(job)) plain(response, 200);
    else response.socket?.destroy();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const path = new URL(url, 'http://x').pathname;
    requests.push(`${method} ${path}`);
    const body = await bodyOf(request);
    if (odd(mechanics.now, path, response)) return;
    if (path === '/eSCL/ScannerCapabilities') xml(response, capabilitiesXml(model));
    else if (path === '/eSCL/ScannerStatus') xml(response, mechanics.status());
    else if (path === '/eSCL/ScanJobs' && method === 'POST') takeOrder(request, response, body);
    else await aboutJob(method, path, response);
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`escl emulator: ${String(error)}\n`);
      response.destroy();
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  const port = await listen(server, options.port ?? 0);
  const { advertise: name, tls } = options;
  const advert: Advert | undefined =
    name === undefined ? undefined : advertise({ name, port, model, tls: tls !== undefined });
  const { openJobs, sheets, load, trouble } = mechanics;
  return {
    ...{ url: `${scheme}://127.0.0.1:${port}/eSCL`, port, requests, orders, openJobs, sheets, load, trouble },
    close: async () => {
      await advert?.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Answers of something that is no scanner, or none at all. */
function odd(trouble: EsclTrouble, path: string, response: ServerResponse): boolean {
  if (trouble.redirectTo !== undefined) response.writeHead(302, { Location: trouble.redirectTo }).end();
  else if (trouble.entityBomb) xml(response, entityBomb());
  else if (trouble.webPage) response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Router</body>');
  else return trouble.hangStatus === true && path.endsWith('/ScannerStatus');
  return true;
}

const plain = (response: ServerResponse, status: number): void => {
  response.writeHead(status).end();
};
const xml = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'Content-Type': 'text/xml' }).end(text);
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8').slice(0, 100_000);
}

const TROUBLES: Readonly<Record<string, (amount: number) => EsclTrouble>> = {
  jam: (jamAfter) => ({ jamAfter }),
  multipick: (multipickAfter) => ({ multipickAfter }),
  door: () => ({ doorOpen: true }),
  busy: (busyPages) => ({ busyPages }),
  gone: (goneBeforePage) => ({ goneBeforePage }),
  hang: (hangAt) => ({ hangAt }),
  mend: () => ({}),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8190' },
      sheets: { type: 'string', default: '3' },
      advertise: { type: 'boolean', default: false },
      images: { type: 'string' },
    },
  });
  const { images: folder } = values;
  const images =
    folder === undefined
      ? []
      : readdirSync(folder)
          .sort()
          .map((name) => join(folder, name));
  const scanner = await startRigEscl({
    port: Number(values.port),
    sheets: Number(values.sheets),
    ...(images.length > 0 && { images }),
    ...(values.advertise && { advertise: 'Motcua Emulator 1' }),
  });
  process.stdout.write(`${scanner.url}\n`);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [word = '', amount = '1'] = line.trim().split(/\s+/);
    const trouble = TROUBLES[word];
    if (trouble) scanner.trouble(trouble(Number(amount)));
    else if (word === 'load') scanner.load(Number(amount));
    else process.stderr.write(`unknown: ${word}\n`);
  });
}

if (import.meta.main) await main();
