import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STATION_ENVIRONMENT, STATION_NODE_FLAGS } from '../../domain/station-runtime.ts';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'ky-thuat-vien.md');

test('a service of its own, as the technician is told to write it, runs the station as the shell does', () => {
  const lines = readFileSync(GUIDE, 'utf8').split('\n');
  const words = (start: string) =>
    lines
      .find((line) => line.startsWith(start))
      ?.slice(start.length)
      .split(' ');
  expect(words('ExecStart=')).toEqual(expect.arrayContaining([...STATION_NODE_FLAGS, 'station/main.ts']));
  const variables = Object.entries(STATION_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  expect(words('Environment=')).toEqual(expect.arrayContaining(variables));
});
