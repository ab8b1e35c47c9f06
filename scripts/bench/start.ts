/** A station's way to its ready line, and how much of it is only reading the program. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEMO_DEVICES } from '../../station/demo/commune.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, inTurn } from './figures.ts';
import { DOSSIERS, FEW, furnish } from './office.ts';
import { startStationProcess } from './station-process.ts';

const COMPOSE = pathToFileURL(join(TREE, 'station', 'compose.ts')).href;

/** Both folders stand filled. The disk's cache is warm: this is a restart, not the first start after power-on. */
export async function startFigures(small: string, large: string): Promise<readonly Figure[]> {
  for (const folder of [small, large]) furnish(folder, DEMO_DEVICES);
  const rounds = await inTurn({
    few: () => timeStart(small),
    imports: () => timeNode(`await import(${JSON.stringify(COMPOSE)})`),
    many: () => timeStart(large),
    node: () => timeNode(''),
  });
  const compare = (about: Pick<Figure, 'name' | 'note'>, ours: keyof Round, reference: keyof Round): Figure =>
    figure(
      { ...about, unit: 'ms' },
      rounds.map((round) => ({ ours: round[ours], reference: round[reference] })),
    );
  const onlyImports = 'a process that only imports station/compose.ts';
  return [
    compare({ name: 'start', note: `process to ready line, ${FEW} dossiers | ${onlyImports}` }, 'few', 'imports'),
    compare({ name: 'start.imports', note: `${onlyImports} | node with nothing to do` }, 'imports', 'node'),
    compare({ name: 'start.large', note: `process to ready line, ${DOSSIERS} dossiers | ${FEW}` }, 'many', 'few'),
  ];
}

type Round = Readonly<Record<'few' | 'imports' | 'many' | 'node', number>>;

async function timeStart(folder: string): Promise<number> {
  const station = await startStationProcess(folder);
  await station.stop();
  return station.startedInMs;
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
