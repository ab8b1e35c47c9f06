/** Which driver a configured scanner gets, seen by what it does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDocumentScanner } from '../../../devices/document-scanner/open.ts';
import { silentLog } from '../../../devices/log.ts';
import { type ConfigOf, deviceConfigSchema } from '../../../domain/device-config.ts';
import { type RigEscl, startRigEscl } from '../../rig/escl-scanner.ts';
import { scanBatch } from '../../rig/scanning.ts';

let tmpDir = '';
let rig: RigEscl;
beforeAll(async () => {
  tmpDir = await mkdtemp(join(tmpdir(), 'open-'));
  rig = await startRigEscl();
});
afterAll(async () => {
  await rig.close();
  await rm(tmpDir, { recursive: true, force: true });
});

const scannerOf = (config: object) => {
  const checked = deviceConfigSchema.parse({ id: 's', name: 'Máy quét', kind: 'document-scanner', ...config });
  const { opened, connection } = openDocumentScanner(checked as ConfigOf<'document-scanner'>, {
    now: Date.now,
    ports: {
      list: async () => [],
      open: () => Promise.reject(new Error('none')),
      onPlug: () => () => undefined,
      close: async () => undefined,
    },
    tmpDir,
    log: silentLog,
  });
  if (opened.kind !== 'document-scanner') throw new Error('not a scanner');
  return { driver: opened.driver, connection };
};

test('eSCL scans from the configured address', async () => {
  const { driver, connection } = scannerOf({ driver: 'escl', url: rig.url });
  expect(connection).toBe(rig.url);
  expect((await scanBatch(driver)).end).toEqual({ end: 'done', sheets: 3 });
});

test('the ways of Windows say that this PC has them not', async () => {
  for (const config of [
    { driver: 'naps2', device: 'x' },
    { driver: 'wia', device: 'x' },
  ])
    expect(await scannerOf(config).driver.status()).toEqual({ state: 'absent', code: 'MC-DEV-01' });
});

test('an address that is none, or a certificate that is none, is refused as configuration', () => {
  const escl = { id: 's', name: 'x', kind: 'document-scanner', driver: 'escl' };
  expect(deviceConfigSchema.safeParse({ ...escl, url: 'file:///etc/passwd' }).success).toBe(false);
  expect(deviceConfigSchema.safeParse({ ...escl, url: 'https://x/eSCL', certificate: 'abc' }).success).toBe(false);
  expect(deviceConfigSchema.safeParse({ ...escl, url: 'https://x/eSCL', certificate: 'AB'.repeat(32) }).success).toBe(
    true,
  );
});
