import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pushResponseSchema } from '../../../domain/sync.ts';
import { portalSummarySchema } from '../../../portal/server/admin.ts';
import { openDatabase } from '../../../portal/server/database.ts';
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

test('it ends by itself with the program that started it, also when a signal comes at the same time', async () => {
  const { DATABASE_URL: _other, ...env } = process.env;
  const tied = join(folder, 'tied.json');
  const settings = {
    name: 'Cổng mẫu',
    dataDir: join(folder, 'data'),
    stations: [],
    adminToken: ADMIN,
    endWithStdin: true,
  };
  await writeFile(tied, JSON.stringify(settings));
  for (const signal of [undefined, 'SIGINT'] as const) {
    const child = spawn(process.execPath, [PROGRAM, tied], { env });
    const gone = once(child, 'exit');
    await once(createInterface(child.stdout), 'line');
    child.stdin.end();
    if (signal) child.kill(signal);
    expect((await gone)[0]).toBe(0);
  }
}, 120_000);

test('a first start that is killed half-way leaves nothing in the way of the next', async () => {
  const data = join(folder, 'half');
  await mkdir(join(data, 'database.unfinished'), { recursive: true });
  await writeFile(join(data, 'database.unfinished', 'PG_VERSION'), '18\n');
  const database = await openDatabase({ folder: join(data, 'database') });
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.close();
  expect(await readdir(data)).toEqual(['database']);
}, 120_000);

test('without a configuration, or with a weak token in it, it does not start', async () => {
  const weak = join(folder, 'weak.json');
  await writeFile(weak, JSON.stringify({ name: 'x', dataDir: folder, stations: [], adminToken: 'short' }));
  for (const args of [[], [weak], [join(folder, 'absent.json')]]) {
    const child = spawn(process.execPath, [PROGRAM, ...args]);
    expect((await once(child, 'exit'))[0]).not.toBe(0);
  }
}, 120_000);
