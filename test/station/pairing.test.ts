/** A whole station and a real portal: from a PC that is not paired to one that was revoked and is taken back. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairingViewSchema } from '../../domain/pairing.ts';
import { runCli } from '../../station/cli/run.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { type EngineSession, engines } from '../portal/engines.ts';
import { codeFor } from '../portal/paired.ts';
import { type RunningPortal, runPortal } from '../portal/running.ts';
import { eventually, intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const { station: STATION, agency } = demoConfig(undefined);
const ORDER = { station: STATION, agency };

let session: EngineSession;
let portal: RunningPortal;
let station: TestStation;
beforeAll(async () => {
  session = await (engines[0] ?? expect.fail('no database')).open();
  portal = await runPortal(await session.empty(), { stationTokens: {} });
  station = await startTestStation();
}, 120_000);
afterAll(async () => {
  await station.end();
  await portal.stop();
  await session.close();
}, 60_000);

const setup = async () => station.client('setup');
const connection = async () => (await (await setup()).setup.state.query()).connection;
const pair = async (wish: { readonly code: string; readonly portal?: string; readonly replace?: boolean }) =>
  (await setup()).pairing.pair.mutate(wish);
const online = () => eventually(connection, ({ state, waiting }) => state === 'online' && waiting === 0);
const takeIn = async () => (await station.client('counter')).intake.commit.mutate(intakeOf());

async function cli(...words: readonly string[]) {
  const [out, said]: [string[], string[]] = [[], []];
  const code = await runCli([...words, '--data', station.dataFolder], {
    ...{ out: (text) => out.push(text), say: (text) => said.push(text) },
    ...{ env: { MOTCUA_KEY_FILE: join(station.dataFolder, 'station.key') }, signal: new AbortController().signal },
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

test('a PC that is not paired works, and says that it is not', async () => {
  await takeIn();
  expect(await connection()).toMatchObject({ state: 'offline', code: 'MC-PAR-09', waiting: 1 });
  expect(await cli('pair', '--status')).toMatchObject({ code: 1, out: expect.stringContaining('chưa ghép') });
});

test('what is typed wrong is refused before anybody is asked', async () => {
  expect(await refusal(pair({ code: '1234', portal: portal.url }))).toBe('MC-PAR-01');
  expect(await refusal(pair({ code: '1234', portal: 'http://192.0.2.1' }))).toBe('MC-CFG-04');
  expect(await refusal(pair({ code: '1234' }))).toBe('MC-CFG-04');
  expect(await cli('pair')).toMatchObject({ code: 2 });
  expect(await cli('pair', '--status', '--code', 'x')).toMatchObject({ code: 2 });
});

test('the code that the province gave out, typed carelessly, pairs it; what waited goes out', async () => {
  const code = await codeFor(portal, ORDER);
  const typed = ` ${code.slice(0, 4).toLowerCase()} ${code.slice(4, 8)}-${code.slice(8).replaceAll('0', 'o')}`;
  const view = await pair({ code: typed, portal: portal.url });
  expect(view).toMatchObject({ state: 'paired', station: STATION, portalUrl: portal.url });
  expect(view.fingerprint).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/);
  await online();
  expect(await portal.summary()).toMatchObject({ operations: 1, rejected: 0 });
});

test('it stays paired when the program starts again, and is not paired again by mistake', async () => {
  station = await station.restart();
  await online();
  expect(await refusal(pair({ code: await codeFor(portal, { ...ORDER, replaces: true }) }))).toBe('MC-PAR-07');
});

test('revoked: it says so, keeps everything, works on, and is taken back with a new code', async () => {
  await portal.admin(`/v1/admin/stations/${STATION}/revoke`, {});
  await takeIn();
  const state = await eventually(connection, ({ code }) => code === 'MC-NET-07');
  expect(state).toMatchObject({ state: 'offline', waiting: 1 });
  const { numbersLeft } = state;
  const code = await codeFor(portal, ORDER);
  const { out, said } = await cli('pair', '--code', code, '--replace', '--json');
  expect(said).toContain(code.slice(0, 4));
  expect(pairingViewSchema.parse(JSON.parse(out))).toMatchObject({ state: 'paired' });
  await online();
  expect(await portal.summary()).toMatchObject({ operations: 2, rejected: 0 });
  // The same PC: the numbers that it held are still its own.
  expect((await connection()).numbersLeft).toBe(numbersLeft);
});

test('a code of another station is refused with its sentence, and the key in use stays', async () => {
  const code = await codeFor(portal, { station: 'quay-khac', agency });
  expect(await cli('pair', '--code', code, '--replace', '--lang', 'en')).toMatchObject({
    code: 1,
    said: expect.stringContaining('for another station'),
  });
  expect((await connection()).state).toBe('online');
});

test('without the station the command pairs by itself, and the station takes the key up', async () => {
  await station.stop();
  const code = await codeFor(portal, { ...ORDER, replaces: true });
  expect(await cli('pair', '--code', code, '--replace')).toMatchObject({
    code: 0,
    out: expect.stringContaining('đã ghép'),
  });
  station = await station.restart();
  await takeIn();
  await online();
  expect(await portal.summary()).toMatchObject({ operations: 3, rejected: 0 });
});

test('a key file that is damaged is told, and nothing is lost', async () => {
  const file = join(station.dataFolder, 'identity.json');
  await station.stop();
  writeFileSync(file, '{"version":1');
  station = await station.restart();
  await takeIn();
  expect(await connection()).toMatchObject({ code: 'MC-PAR-08', waiting: 1 });
  rmSync(file);
  await pair({ code: await codeFor(portal, { ...ORDER, replaces: true }), portal: portal.url });
  await online();
});
