/** A technician clones one PC's disk for the next: two real processes, two folders, one key, the reference portal on PGlite. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkStore } from '../../offline-store/check/check.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { type Child, startChild } from '../province/child.ts';
import { type EngineSession, engines, migrated } from './engines.ts';
import { codeFor } from './paired.ts';
import type { FromPc, ToPc } from './pc-process.ts';
import { type RunningPortal, runPortal } from './running.ts';

type PcProcess = Child<ToPc, FromPc>;

const FILE = new URL('./pc-process.ts', import.meta.url).pathname;
const MINUTE = 60_000;

let session: EngineSession;
let portal: RunningPortal;
let root = '';
/** The portal's clock goes on by leaps; stations follow it. */
let ahead = 0;
const open: PcProcess[] = [];
beforeAll(async () => {
  const [first] = engines;
  if (!first) throw new Error('no database to try it on');
  session = await first.open();
  portal = await runPortal(await migrated(session), { stationTokens: {}, now: () => Date.now() + ahead });
  root = mkdtempSync(join(tmpdir(), 'motcua-two-pcs-'));
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((pc) => pc.kill()));
});
afterAll(async () => {
  await portal.stop();
  await session.close();
  rmSync(root, { recursive: true, force: true });
});

const tell = (pc: PcProcess, told: ToPc): Promise<FromPc> => pc.ask(told, 'did');
const switchOn = async (name: string): Promise<PcProcess> => {
  const pc = startChild<ToPc, FromPc>(FILE, name);
  open.push(pc);
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  await tell(pc, { do: 'open', options: { folder, station: 'quay-1', portalUrl: portal.url } });
  return pc;
};
const clone = (from: string, to: string): void => cpSync(join(root, from), join(root, to), { recursive: true });
const work = async (pc: PcProcess): Promise<FromPc> => {
  ahead += 3 * MINUTE;
  return tell(pc, { do: 'work' });
};
/** What is wrong with a store, by its check. */
const wrongWith = async (name: string): Promise<readonly string[]> => {
  const [file, blobs] = [join(root, name, 'office.db'), join(root, name, 'blobs')];
  const order = { file, blobs, now: Date.now(), keys: temporaryKeys(), station: 'quay-1' };
  return (await checkStore(order)).flatMap(({ problems }) => problems.map(({ kind }) => kind));
};

test('two PCs from one disk are told of it, at work and in the check, until one of them is paired again', async () => {
  const first = await switchOn('may-1');
  await tell(first, { do: 'pair', code: await codeFor(portal, { station: 'quay-1' }) });
  const alone = [await work(first), await work(first), await work(first)];
  await first.kill();
  clone('may-1', 'may-2');
  // A power cut and a start after it are none of it.
  const one = await switchOn('may-1');
  alone.push(await work(one), await work(one), await work(one));
  expect(alone.map(({ sharedKey }) => sharedKey)).toEqual(Array(6).fill(undefined));

  const two = await switchOn('may-2');
  const said: FromPc[] = [];
  for (let round = 0; round < 4; round += 1) said.push(await work(one), await work(two));
  expect(said.slice(0, 2).map(({ sharedKey }) => sharedKey)).toEqual([undefined, undefined]);
  for (const { sharedKey } of said.slice(-2)) expect(sharedKey?.since).toBeGreaterThan(Date.now());
  expect(said.every(({ rejected }) => rejected === 0)).toBe(true);
  for (const name of ['may-1', 'may-2']) expect(await wrongWith(name)).toEqual(['key-shared']);

  const code = await codeFor(portal, { station: 'quay-2', handsOverFor: 'quay-1' });
  await tell(two, { do: 'pair', code });
  for (let round = 0; round < 3; round += 1)
    for (const pc of [one, two]) expect((await work(pc)).sharedKey).toBeUndefined();
  for (const name of ['may-1', 'may-2']) expect(await wrongWith(name)).toEqual([]);
  expect(await portal.summary()).toMatchObject({ operations: 20, rejected: 0 });
}, 120_000);
