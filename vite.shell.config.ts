import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

const shell = join(import.meta.dirname, 'electron');

/** `preload-*` run sandboxed: such a script cannot load a second file, so each entry is a build of its own. */
export const SHELL_ENTRIES = ['main', 'preload-public', 'preload-pin'] as const;

/** One shell file as CommonJS: sandboxed preloads cannot be modules, and Electron 33 starts CommonJS soonest. */
export const shellBuild = (entry: (typeof SHELL_ENTRIES)[number]): InlineConfig => ({
  configFile: false,
  root: shell,
  logLevel: 'warn',
  build: {
    outDir: join(import.meta.dirname, 'dist', 'electron'),
    emptyOutDir: false,
    ssr: true,
    // The Node inside Electron 33, the oldest shell.
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { [entry]: join(shell, `${entry}.ts`) },
      external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
});
