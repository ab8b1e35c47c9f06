/** What Ctrl-C on `npm start` must do, seen on a family of processes that does not want to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TREE } from '../../scripts/paths.ts';
import { until } from '../e2e/until.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-together-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The grandchild holds on to life; the child obeys, or not; the script is what the user stops. */
function startScript(child: 'obedient' | 'stubborn', extra = ''): ChildProcess {
  const hold = 'setInterval(() => undefined, 1000);';
  write('grandchild.mjs', `process.on('SIGTERM', () => undefined); console.log('grandchild', process.pid); ${hold}`);
  const manner = child === 'obedient' ? '' : "process.on('SIGTERM', () => undefined);";
  write(
    'child.mjs',
    `import { spawn } from 'node:child_process'; ${manner}
     console.log('child', process.pid); spawn(process.execPath, [${path('grandchild.mjs')}], { stdio: 'inherit' });`,
  );
  write(
    'script.mjs',
    `import { spawn } from 'node:child_process';
     ${extra}
     import { untilEnded } from ${JSON.stringify(join(TREE, 'scripts', 'ended-together.ts'))};
     const child = spawn(process.execPath, [${path('child.mjs')}], { detached: true, stdio: 'inherit' });
     process.exitCode = await untilEnded(child, 300);`,
  );
  return spawn(process.execPath, [join(folder, 'script.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
}

const path = (name: string): string => JSON.stringify(join(folder, name));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

/** The process numbers of child and grandchild, once both are there. */
async function family(script: ChildProcess): Promise<readonly number[]> {
  const pids: number[] = [];
  if (script.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: script.stdout })) {
    pids.push(Number(line.split(' ')[1]));
    if (pids.length === 2) break;
  }
  return pids;
}

const ended = (script: ChildProcess): Promise<number | null> => new Promise((resolve) => script.once('exit', resolve));

/** Killed processes may stay listed until their new parent has collected them; they run no more. */
async function allGone(pids: readonly number[]): Promise<boolean> {
  const { isRunning } = await import('../e2e/processes.ts');
  return !pids.some(isRunning);
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the child and everything that it started',
  async (signal) => {
    const script = startScript('obedient');
    const pids = await family(script);
    const end = ended(script);
    script.kill(signal);
    await expect(end).resolves.toBe(0);
    await expect(allGone(pids)).resolves.toBe(true);
  },
);

test('an error of the script itself ends them too', async () => {
  const script = startScript('stubborn', "process.on('SIGUSR2', () => { throw new Error('broken'); });");
  const pids = await family(script);
  const end = ended(script);
  script.kill('SIGUSR2');
  await expect(end).resolves.not.toBe(0);
  await expect(
    until(
      () => allGone(pids),
      (gone) => gone,
    ),
  ).resolves.toBe(true);
});

test('a child that does not listen is killed with its family', async () => {
  const script = startScript('stubborn');
  const pids = await family(script);
  const end = ended(script);
  script.kill('SIGINT');
  await end;
  await expect(allGone(pids)).resolves.toBe(true);
});
