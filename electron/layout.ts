/**
 * Where the program's parts stand. Packaged: everything is a resource beside the shell's archive. In development the
 * loader of scripts/electron-runtime.ts names the tree, and the very same paths are taken from there.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Layout {
  /** The Node 24 that runs the station. */
  readonly node: string;
  /** The tree that holds station/, domain/, assets/ … */
  readonly program: string;
  readonly station: string;
  readonly renderer: string;
  readonly assets: string;
}

export interface Surroundings {
  /** The folder of the running shell code. */
  readonly shell: string;
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** A packaged shell believes only its own resources; the MOTCUA_ variables below count in development alone. */
export function findLayout({ shell, resources, platform, env }: Surroundings): Layout {
  const packaged = shell.includes('app.asar');
  const program = packaged ? join(resources, 'program') : (env['MOTCUA_TREE'] ?? join(shell, '..', '..'));
  const node = packaged ? join(resources, platform === 'win32' ? 'node.exe' : 'node') : (env['MOTCUA_NODE'] ?? 'node');
  return {
    node,
    program,
    station: (packaged ? undefined : env['MOTCUA_STATION']) ?? join(program, 'station', 'main.ts'),
    renderer: join(program, 'dist', 'renderer'),
    assets: join(program, 'assets'),
  };
}

/** One folder holds all state. The demo never shares it with real work. */
export function dataFolder(env: Readonly<NodeJS.ProcessEnv>, platform: NodeJS.Platform, demo: boolean): string {
  const given = env['MOTCUA_DATA'];
  if (given) return given;
  const name = demo ? 'motcua-demo' : 'motcua';
  if (platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', name);
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), name);
}
