import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ToldMonitor } from '../../domain/shell-protocol.ts';
import { createScreens } from '../../station/screens.ts';
import { startTestStation, type TestStation } from './fixture.ts';

let station: TestStation;
beforeAll(async () => {
  station = await startTestStation();
});
afterAll(() => station.end());

const desk: ToldMonitor = { label: 'DELL P2419H', width: 1920, height: 1080, windows: ['counter'] };
const hall: ToldMonitor = { label: '', width: 3840, height: 2160, windows: ['display'] };
const spare: ToldMonitor = { label: 'LG 24MK', width: 1366, height: 768, windows: [] };

const tell = async (body: unknown, key = station.shellKey): Promise<number> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return (await fetch(`${station.origin}/shell/monitors`, { method: 'POST', headers, body: JSON.stringify(body) }))
    .status;
};

test('without a shell, the board is where shell.json puts it; a file that cannot be read names none', async () => {
  const file = join(station.dataFolder, 'shell.json');
  writeFileSync(file, '{"windows":[{"role":"counter"},{"role":"display","monitor":1}]}');
  const { seen } = createScreens(station.dataFolder);
  expect(await seen()).toEqual([{ place: 'monitor 2', label: 'Màn hình 2', shows: 'board' }]);
  writeFileSync(file, '{"windows":[{"role":"display","monitor":');
  expect(await seen()).toEqual([]);
});

test('what the shell tells is what the technician finds: the board, and what stands on the others', async () => {
  expect(await tell({ monitors: [desk, hall, spare] })).toBe(200);
  const setup = await station.client('setup');
  const found = (await setup.devices.detect.mutate()).filter(({ source }) => source === 'screen');
  expect(
    found.map(({ place, label, note, suggestions: [first] }) => [place, label, first?.config.driver, note]),
  ).toEqual([
    ['monitor 1', 'DELL P2419H · 1920 × 1080', undefined, 'screen-taken'],
    ['monitor 2', 'Màn hình 2 · 3840 × 2160', 'window', undefined],
    ['monitor 3', 'LG 24MK · 1366 × 768', undefined, 'screen-free'],
  ]);
}, 40_000);

test('only the shell is believed, and only what the protocol bears', async () => {
  expect(await tell({ monitors: [] }, 'x'.repeat(32))).toBe(401);
  expect(await tell({ monitors: Array.from({ length: 17 }, () => desk) })).toBe(400);
  expect(await tell({ monitors: [{ ...desk, width: -1 }] })).toBe(400);
  expect(await tell({ monitors: [{ ...desk, windows: ['attic'] }] })).toBe(400);
});
