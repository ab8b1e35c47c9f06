/** A first synchronisation beside the one of a stack that a developer would otherwise pick: PouchDB over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { TREE } from '../paths.ts';
import { run } from '../run.ts';
import { type Figure, figure, inTurn } from './figures.ts';
import { changeOf } from './people.ts';
import { ELSEWHERE, type Province } from './province.ts';
import { firstLine, stopped } from './station-process.ts';

export const DOCUMENTS = Number(process.env['MOTCUA_BENCH_DOCUMENTS'] ?? 20_000);

const PEERS = join(TREE, 'test', 'bench');
const answerSchema = z.object({ documents: z.number(), ms: z.number() });

/** Installed here and by nobody else: `npm ci` of the program knows nothing of them. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(PEERS, 'node_modules', 'pouchdb'))) return;
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS });
}

export async function replicationFigure(folder: string, province: Province, now: number): Promise<Figure> {
  await installPeers();
  mkdirSync(join(folder, 'pouchdb'), { recursive: true });
  const documents = join(folder, 'documents.ndjson');
  writeFileSync(documents, Array.from({ length: DOCUMENTS }, (_, index) => `${documentOf(index, now)}\n`).join(''));
  await using things = new AsyncDisposableStack();
  const start = (...command: readonly string[]) => things.adopt(program(command), stopped);
  const peer = join(PEERS, 'pouchdb.mjs');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(await firstLine(start(peer, 'serve', documents))));
  const theirs = puller(start(peer, 'pull', url, join(folder, 'pouchdb')));
  const line = { ...ELSEWHERE, url: province.url, token: province.tokenOf(ELSEWHERE) };
  const pullProgram = join(import.meta.dirname, 'pull-program.ts');
  const ours = puller(start(pullProgram, JSON.stringify(line), join(folder, 'ours')));
  const note =
    `first synchronisation of ${DOCUMENTS} dossiers on loopback: our pull from the portal on PostgreSQL into SQLite (checked, sealed, indexes; the full text comes after it; WAL, synchronous=NORMAL) | ` +
    'PouchDB.replicate of the same dossiers from express-pouchdb with everything in memory into LevelDB, 1,000 a batch, its fastest here; in turn, each in a process of its own';
  return figure({ name: 'pull.pouchdb', unit: 'changes/s', note }, await inTurn({ ours, reference: theirs }));
}

const documentOf = (index: number, now: number): string => {
  const { operation } = changeOf(index, now, { ...ELSEWHERE });
  return JSON.stringify({ _id: operation.id, ...operation.payload });
};

const program = ([file = '', ...args]: readonly string[]): ChildProcess =>
  spawn(process.execPath, [file, ...args], { cwd: PEERS, stdio: ['pipe', 'pipe', 'inherit'] });

/** One line in, one answer out. */
function puller(child: ChildProcess): () => Promise<number> {
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('a program without pipes');
  const answers = createInterface({ input: stdout });
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a peer ended with ${code}`)));
  gone.catch(() => undefined);
  return async () => {
    stdin.write('go\n');
    const [line] = (await Promise.race([once(answers, 'line'), gone])) as [string];
    const { documents, ms } = answerSchema.parse(JSON.parse(line));
    if (documents !== DOCUMENTS) throw new Error(`${documents} of ${DOCUMENTS} documents arrived`);
    return (documents * 1_000) / ms;
  };
}
