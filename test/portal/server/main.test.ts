import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pushResponseSchema } from '../../../domain/sync.ts';
import { portalSummarySchema } from '../../../portal/server/admin.ts';
import { COUNTER, codeOf, received } from '../samples.ts';

const PROGRAM = join(import.meta.dirname, '../../../portal/server/main.ts');
const TOKEN = 'station-token-for-tests';
const ADMIN = 'admin-token-for-tests';

let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-portal-main-'));
  config = join(folder, 'portal.json');
  const stations = [{ token: TOKEN, station: COUNTER.station, agency: COUNTER.agency }];
  await writeFile(
    config,
    JSON.stringify({ name: 'Cổng mẫu', dataDir: join(folder, 'data'), stations, adminToken: ADMIN }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Without DATABASE_URL, so that the embedded database is what runs. */
async function start(): Promise<{ process: ChildProcessWithoutNullStreams; url: string }> {
  const { DATABASE_URL: _other, ...env } = process.env;
  const child = spawn(process.execPath, [PROGRAM, config], { env });
  for await (const line of createInterface(child.stdout)) return { process: child, url: JSON.parse(line).url };
  throw new Error('the portal ended before it was ready');
}

async function end(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<unknown> {
  const gone = once(child, 'exit');
  child.kill(signal);
  return (await gone)[0];
}

test('what was answered survives a kill and a clean stop', async () => {
  const operations = [received(COUNTER, codeOf(1)), received(COUNTER, codeOf(2))];
  const killed = await start();
  const pushed = await fetch(`${killed.url}/v1/operations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ station: COUNTER.station, operations }),
  });
  // A second portal on the same folder would destroy the first one's database: it ends with a clear code instead.
  const rival = spawn(process.execPath, [PROGRAM, config]);
  const [complaint, [code]] = await Promise.all([text(rival.stderr), once(rival, 'exit')]);
  expect([code, complaint]).toEqual([1, expect.stringContaining('MC-STO-05')]);
  expect(pushResponseSchema.parse(await pushed.json()).answers.map(({ outcome }) => outcome)).toEqual([
    'accepted',
    'accepted',
  ]);
  await end(killed.process, 'SIGKILL');

  const second = await start();
  expect(await end(second.process, 'SIGTERM')).toBe(0);
  const third = await start();
  const answer = await fetch(`${third.url}/v1/admin/summary`, { headers: { authorization: `Bearer ${ADMIN}` } });
  expect(portalSummarySchema.parse(await answer.json())).toMatchObject({ operations: 2, dossiers: 2, revision: 2 });
  expect(await end(third.process, 'SIGINT')).toBe(0);
}, 120_000);

test('without a configuration, or with a weak token in it, it does not start', async () => {
  const weak = join(folder, 'weak.json');
  await writeFile(weak, JSON.stringify({ name: 'x', dataDir: folder, stations: [], adminToken: 'short' }));
  for (const args of [[], [weak], [join(folder, 'absent.json')]]) {
    const child = spawn(process.execPath, [PROGRAM, ...args]);
    expect((await once(child, 'exit'))[0]).not.toBe(0);
  }
}, 120_000);
