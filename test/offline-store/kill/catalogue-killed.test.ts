import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folder, openAt } from '../helpers.ts';

const CHILD = fileURLToPath(new URL('catalogue-loop.ts', import.meta.url));
const ROUNDS = 3;
const PROCEDURES = 300;
const LONGEST_MS = 150;

const workAndDie = async (file: string): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [CHILD, file, String(PROCEDURES)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = text(child.stdout);
  await once(child.stdout, 'readable');
  await pause(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  await once(child, 'close');
  return (await said).split('\n').slice(0, -1);
};

it(`takes a version in whole or not at all, killed ${ROUNDS} times on the way`, { timeout: 120_000 }, async () => {
  const file = join(folder(), 'office.db');
  openAt(file).close();
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) for (const id of await workAndDie(file)) acknowledged.add(id);
  const { catalogue, close } = openAt(file);
  const versions = catalogue.versions();
  expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS);
  expect(versions.map(({ head }) => head.id)).toEqual(expect.arrayContaining([...acknowledged]));
  for (const version of versions) {
    const whole = { ...version.head, procedures: catalogue.procedures(version) };
    expect(whole.procedures).toHaveLength(PROCEDURES);
    expect(createHash('sha256').update(JSON.stringify(whole)).digest('hex')).toBe(version.sha256);
  }
  close();
});
