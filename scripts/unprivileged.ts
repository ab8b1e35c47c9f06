/**
 * An ordinary user for the end-to-end tests, so that Chromium's sandbox is on as it is in an office. Whoever is not
 * root already is one; root makes the user `motcua-test` and, where that user may not read the tree, a copy it may.
 */
import { chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OUT, PACKAGED_APP, TREE } from './paths.ts';
import { capture, run, succeeds } from './run.ts';

export interface OrdinaryUser {
  /** The tree as this user may read it. */
  readonly tree: string;
  /** Where this user may write what the tests leave; the same as `out/e2e` once done. */
  readonly results: string;
  /** What goes in front of a command so that this user runs it. */
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Brings the results home and removes the copy. */
  readonly done: () => Promise<void>;
}

const NAME = 'motcua-test';
const HOME = '/var/lib/motcua-test';
const RESULTS = join(OUT, 'e2e');
/** Everything the runner and the tests read; `dist` lies inside the packaged program already. */
const NEEDED = ['package.json', 'node_modules', 'out/linux-unpacked', 'vitest.e2e.config.ts', 'tsconfig.json'];
const NEEDED_SOURCES = [
  'domain',
  'devices',
  'forms',
  'offline-store',
  'station',
  'portal',
  'electron',
  'renderer',
  'scripts',
  'assets',
  'test',
];

export async function ordinaryUser(): Promise<OrdinaryUser> {
  await rm(RESULTS, { recursive: true, force: true });
  await mkdir(RESULTS, { recursive: true });
  if (process.getuid?.() !== 0)
    return { tree: TREE, results: RESULTS, prefix: [], env: {}, done: async () => undefined };
  if (!(await succeeds('id', [NAME]))) await createUser();
  const prefix = ['setpriv', `--reuid=${NAME}`, `--regid=${NAME}`, '--init-groups', '--'];
  const env = { HOME, USER: NAME, LOGNAME: NAME, XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: join(HOME, '.cache') };
  return (await canRead(prefix)) ? inPlace(prefix, env) : copied(prefix, env);
}

const createUser = (): Promise<void> =>
  run('useradd', [
    '--system',
    '--create-home',
    '--home-dir',
    HOME,
    '--user-group',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ]);

async function canRead(prefix: readonly string[]): Promise<boolean> {
  const [command = '', ...args] = prefix;
  const check = [join(TREE, 'node_modules', 'vitest', 'package.json'), join(TREE, 'test', 'e2e')].map(
    (path) => `test -r '${path}'`,
  );
  return succeeds(command, [
    ...args,
    'sh',
    '-c',
    [...check, `test -x '${PACKAGED_APP}'`, `test -x '${OUT}'`].join(' && '),
  ]);
}

async function inPlace(prefix: readonly string[], env: OrdinaryUser['env']): Promise<OrdinaryUser> {
  await give(RESULTS);
  return { tree: TREE, results: RESULTS, prefix, env, done: async () => undefined };
}

/** A clone under /root, say: 1 GB is copied, by reference where the file system can. */
async function copied(prefix: readonly string[], env: OrdinaryUser['env']): Promise<OrdinaryUser> {
  const folder = await mkdtemp('/var/tmp/motcua-e2e-');
  const tree = join(folder, 'tree');
  await mkdir(tree);
  await run('cp', ['-a', '--reflink=auto', '--parents', ...NEEDED, ...NEEDED_SOURCES, tree], { cwd: TREE });
  await run('chmod', ['-R', 'a+rX', folder]);
  const results = join(tree, 'out', 'e2e');
  await mkdir(results);
  await give(results);
  const done = async (): Promise<void> => {
    await cp(results, RESULTS, { recursive: true });
    await rm(folder, { recursive: true, force: true });
  };
  return { tree, results, prefix, env, done };
}

async function give(folder: string): Promise<void> {
  const [user, group] = (await capture('sh', ['-c', `id -u ${NAME}; id -g ${NAME}`])).trim().split('\n').map(Number);
  if (user === undefined || group === undefined) throw new Error(`no numbers for the user ${NAME}`);
  await chown(folder, user, group);
}
