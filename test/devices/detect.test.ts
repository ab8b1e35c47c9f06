import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectCandidates, parseCupsQueues, parseSaneDevices, serialCandidate } from '../../devices/detect.ts';
import { deviceConfigSchema } from '../../domain/device-config.ts';
import { writeSaneConfig } from '../rig/sane.ts';

let folder = '';
const before = { ...process.env };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-'));
  process.env.SANE_CONFIG_DIR = await writeSaneConfig(folder);
  process.env.CUPS_SERVER = '127.0.0.1:9';
});
afterAll(async () => {
  for (const name of ['SANE_CONFIG_DIR', 'CUPS_SERVER']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await rm(folder, { recursive: true, force: true });
});

test('the real scanimage’s devices are found, and a missing spooler hides nothing', async () => {
  expect(await detectCandidates()).toContainEqual({
    kind: 'document-scanner',
    driver: 'sane',
    label: 'Noname frontend-tester',
    details: { device: 'test:0' },
  });
}, 40_000);

test('what is found is a configuration but for its name', () => {
  const found = [
    serialCandidate({
      path: '/dev/ttyACM0',
      vendorId: '0c2e',
      productId: '0b6a',
      serialNumber: 'S1',
      manufacturer: 'Honeywell',
    }),
    ...parseCupsQueues('device for A4: ipp://p.local/ipp\n'),
    ...parseSaneDevices('airscan:e0:Canon|Canon|DR-C230\n'),
  ];
  expect(found.map((one) => one.label)).toEqual([
    'Honeywell · /dev/ttyACM0',
    'A4 · ipp://p.local/ipp',
    'Canon DR-C230',
  ]);
  for (const { kind, driver, details } of found)
    expect(
      deviceConfigSchema.safeParse({ id: 'a', name: 'A', kind, driver, target: 'counter', ...details }).success,
    ).toBe(true);
});

test('a USB reader is named by what it is, a plain port by its place', () => {
  expect(
    serialCandidate({ path: '/dev/ttyACM0', vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' }).details,
  ).toEqual({ path: 'usb:0c2e:0b6a:S1' });
  expect(serialCandidate({ path: '/dev/ttyS0' }).details).toEqual({ path: '/dev/ttyS0' });
});

test('a password in a queue’s address is not shown', () => {
  expect(parseCupsQueues('device for A4: ipp://admin:secret@p.local/ipp\n')[0]?.label).toBe('A4 · ipp://p.local/ipp');
});
