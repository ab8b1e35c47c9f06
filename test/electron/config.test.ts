import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MotcuaError } from '../../domain/errors.ts';
import { loadShellConfig, parseShellConfig } from '../../electron/config.ts';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'motcua-config-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

const load = (given: { argv?: readonly string[]; env?: NodeJS.ProcessEnv; demo?: boolean } = {}) =>
  loadShellConfig({ dataFolder, argv: [], env: {}, demo: false, ...given });
const rolesOf = (config: { windows: readonly { role: string }[] }): readonly string[] =>
  config.windows.map(({ role }) => role);

test('an unconfigured machine is an officer’s PC', () => {
  expect(rolesOf(load())).toEqual(['counter']);
});

test('the demo shows a counter, a kiosk and a display', () => {
  expect(rolesOf(load({ demo: true }))).toEqual(['counter', 'kiosk', 'display']);
});

test('the file in the data folder decides', () => {
  writeFileSync(join(dataFolder, 'shell.json'), '{"windows":[{"role":"kiosk","monitor":1}]}');
  expect(load({ demo: true })).toEqual({ windows: [{ role: 'kiosk', monitor: 1 }] });
});

test('the command line and the environment come before the file', () => {
  writeFileSync(join(dataFolder, 'shell.json'), '{"windows":[{"role":"kiosk"}]}');
  expect(rolesOf(load({ env: { MOTCUA_WINDOWS: 'counter, setup' } }))).toEqual(['counter', 'setup']);
  expect(rolesOf(load({ argv: ['motcua', '--role=display'], env: { MOTCUA_WINDOWS: 'counter' } }))).toEqual([
    'display',
  ]);
});

test.each([
  '',
  'null',
  '{"windows":[]}',
  '{"windows":[{"role":"boss"}]}',
  '{"windows":[{"role":"kiosk"},{"role":"kiosk"}]}',
  '{"windows":[{"role":"kiosk","monitor":-1}]}',
  '{"windows":[{"role":"kiosk","url":"https://example.org"}]}',
  '{"windows":[{"role":"kio',
  `{"windows":[{"role":"kiosk"}]}${' '.repeat(20_000)}`,
])('a file that is not a configuration is refused, not guessed at: %s', (text) => {
  expect(() => parseShellConfig(text)).toThrow(
    expect.objectContaining({ code: 'MC-SHL-01' } satisfies Partial<MotcuaError>),
  );
});

test('an unknown window on the command line is refused', () => {
  expect(() => load({ argv: ['--role=boss'] })).toThrow(expect.objectContaining({ code: 'MC-SHL-01' }));
});
