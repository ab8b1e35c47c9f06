import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectCandidates, parseCupsQueues, parseSaneDevices } from '../../devices/detect.ts';
import type { SeenPort } from '../../devices/ports/contract.ts';
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

const lister = (seen: readonly SeenPort[]) => ({
  list: async (type: SeenPort['type']) => seen.filter((port) => port.type === type),
});

test('the real scanimage’s device is found; a spooler that is away and a network that fails hide nothing', async () => {
  const steps: string[] = [];
  const found = await detectCandidates(
    {
      ports: lister([{ type: 'hid', path: '/dev/hidraw0', usagePage: 140, usage: 2 }]),
      discoverEscl: () => Promise.reject(new Error('no network')),
      screens: async () => [{ place: 'display', label: '', shows: 'board' as const }],
    },
    [],
    ({ source, state, found: count }) => steps.push(`${source} ${state} ${count}`),
  );
  const places = found.map(({ source, place }) => `${source} ${place}`);
  expect(places).toEqual(expect.arrayContaining(['hid /dev/hidraw0', 'sane test:0', 'screen display']));
  expect(found.find(({ place }) => place === 'test:0')).toMatchObject({
    label: 'Noname frontend-tester',
    identity: { maker: 'Noname', product: 'frontend-tester' },
    suggestions: [{ config: { kind: 'document-scanner', driver: 'sane', device: 'test:0', id: 'feeder' } }],
  });
  expect(steps.some((step) => /^sane done [1-9]/.test(step))).toBe(true);
  expect(steps).toContain('escl unavailable 0');
  expect(steps).toContain('cups done 0');
}, 40_000);

test('lists are read line by line; what is no line of theirs is left out', () => {
  expect(parseCupsQueues('device for A4: ipp://p.local/ipp\nscheduler is running\n')).toEqual([
    { source: 'cups', queue: 'A4', uri: 'ipp://p.local/ipp' },
  ]);
  expect(parseSaneDevices('airscan:e0:Canon|Canon|DR-C230\n\n')).toEqual([
    { source: 'sane', device: 'airscan:e0:Canon', vendor: 'Canon', model: 'DR-C230' },
  ]);
});
