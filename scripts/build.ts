/**
 * Builds what is not run from source: the windows' pages and the shell, into dist/. The station is not built: Node 24
 * runs its TypeScript as it stands, so that what was tested is what is installed. Unchanged parts are skipped.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST, TREE } from './paths.ts';
import { runUnlessFresh } from './stamp.ts';

const inTree = (...names: readonly string[]): readonly string[] => names.map((name) => join(TREE, name));

export async function build(): Promise<void> {
  await Promise.all([buildRenderer(), buildShell()]);
}

const buildRenderer = (): Promise<boolean> =>
  runUnlessFresh({
    name: 'building the pages',
    inputs: inTree('renderer', 'domain', 'assets', 'vite.renderer.config.ts', 'package-lock.json'),
    output: join(DIST, 'renderer', 'counter', 'index.html'),
    stamp: join(DIST, '.renderer-stamp'),
    work: async () => {
      const { build: viteBuild } = await import('vite');
      await viteBuild({ configFile: join(TREE, 'vite.renderer.config.ts'), logLevel: 'warn' });
    },
  });

export const buildShell = (): Promise<boolean> =>
  runUnlessFresh({
    name: 'building the shell',
    inputs: inTree('electron', 'domain', 'vite.shell.config.ts', 'package-lock.json'),
    output: join(DIST, 'electron', 'main.cjs'),
    stamp: join(DIST, '.shell-stamp'),
    work: writeShell,
  });

async function writeShell(): Promise<void> {
  const { build: viteBuild } = await import('vite');
  const { SHELL_ENTRIES, shellBuild } = await import('../vite.shell.config.ts');
  const target = join(DIST, 'electron');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const entry of SHELL_ENTRIES) await viteBuild(shellBuild(entry));
  await cp(join(TREE, 'electron', 'pages'), join(target, 'pages'), { recursive: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
