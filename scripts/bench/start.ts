/** A station's way to its ready line, and how much of it is only reading the program. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEMO_DEVICES } from '../../station/demo/commune.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, inTurn } from './figures.ts';
import { DOSSIERS, furnish } from './office.ts';
import { codeOf } from './people.ts';
import { startStationProcess } from './station-process.ts';

const COMPOSE = pathToFileURL(join(TREE, 'station', 'compose.ts')).href;

/** Both folders stand filled. The disk's cache is warm: this is a restart, not the first start after power-on. */
export async function startFigures(empty: string, large: string, now: number): Promise<readonly Figure[]> {
  for (const folder of [empty, large]) furnish(folder, DEMO_DEVICES);
  const code = codeOf(0, now);
  const rounds = await inTurn({
    many: () => timeStart(large, code),
    none: () => timeStart(empty, code),
    imports: () => timeNode(`await import(${JSON.stringify(COMPOSE)})`),
    node: () => timeNode(''),
  });
  const compare = (about: Pick<Figure, 'name' | 'note'>, ours: keyof Round, reference: keyof Round): Figure =>
    figure(
      { ...about, unit: 'ms' },
      rounds.map((round) => ({ ours: round[ours], reference: round[reference] })),
    );
  const onlyImports = 'a process that only imports station/compose.ts';
  const answered = 'process to the first code looked up over HTTP';
  return [
    compare({ name: 'start', note: `${answered}, ${DOSSIERS} dossiers | a station without any` }, 'many', 'none'),
    compare({ name: 'start.program', note: `${answered}, no dossiers | ${onlyImports}` }, 'none', 'imports'),
    compare({ name: 'start.imports', note: `${onlyImports} | node with nothing to do` }, 'imports', 'node'),
  ];
}

type Round = Readonly<Record<'imports' | 'many' | 'node' | 'none', number>>;

async function timeStart(folder: string, code: string): Promise<number> {
  const started = performance.now();
  const station = await startStationProcess(folder);
  try {
    const cookie = await station.cookie('counter');
    const asked = await fetch(`${station.origin}/counter/trpc/scans.interpret`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ text: code }),
    });
    await asked.text();
    if (!asked.ok) throw new Error(`a station just started answered ${asked.status}`);
    return performance.now() - started;
  } finally {
    await station.stop();
  }
}

/** Node from start to end with this program. */
function timeNode(program: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(performance.now() - started) : reject(new Error(`node ended with ${code}`)),
    );
  });
}
