/** A look-up over HTTP, asked as a window asks, one after the other over a kept connection. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import { type Figure, figure, inTurn, quantile, timeEachAsync } from './figures.ts';
import { DOSSIERS } from './office.ts';
import { codeOf } from './people.ts';
import { firstLine, startStationProcess, stopped } from './station-process.ts';

/** The hundredth of so many is twenty requests: of two hundred it would be two, and those the machine's. */
const REQUESTS = 2_000;
/** A desk's program has run before: its code is compiled. */
const WARM_UP = 1_000;

type Ask = (text: string) => Promise<void>;

/** `rawFile`: the same dossiers in the clear (raw-office.ts). */
export async function apiFigure(folder: string, rawFile: string, now: number): Promise<Figure> {
  await using things = new AsyncDisposableStack();
  const station = things.adopt(await startStationProcess(folder), (one) => one.stop());
  const bare = things.adopt(startBareServer(rawFile), stopped);
  const agent = things.adopt(new Agent({ keepAlive: true, maxSockets: 1 }), (one) => one.destroy());
  const { port } = z.object({ port: z.number() }).parse(JSON.parse(await firstLine(bare)));
  const cookie = await station.cookie('counter');
  const asked = `${station.origin}/counter/trpc/scans.interpret`;
  const ours: Ask = (code) => post(agent, asked, { text: code }, { cookie });
  const reference: Ask = (code) => post(agent, `http://127.0.0.1:${port}/`, { text: dossierCodeKey(code) }, {});
  // Awaited here: what is in use must stay until the figures are taken.
  return await compare(ours, reference, now);
}

const startBareServer = (database: string): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts'), database], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

async function compare(ours: Ask, reference: Ask, now: number): Promise<Figure> {
  const codes = Array.from({ length: REQUESTS }, (_, index) => codeOf((index * 7_919) % DOSSIERS, now));
  const p99 = async (ask: Ask) => quantile(await timeEachAsync(REQUESTS, (index) => ask(codes[index] ?? '')), 0.99);
  for (const ask of [ours, reference]) await timeEachAsync(WARM_UP, (index) => ask(codes[index] ?? ''));
  const note =
    'p99 of a code asked through the station’s API (scans.interpret: the same look-up by code as kiosk.lookup, which is slowed to ten a minute) | node:http and one prepared statement';
  return figure(
    { name: 'lookup.api', unit: 'ms', note },
    await inTurn({ ours: () => p99(ours), reference: () => p99(reference) }),
  );
}

function post(agent: Agent, url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json' } },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${answer.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
