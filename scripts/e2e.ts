/** The end-to-end tests: the packaged program, an ordinary user, a virtual display. Arguments go to vitest (a file's name). */
import { pathToFileURL } from 'node:url';
import { packageProgram } from './package.ts';
import { run, step } from './run.ts';
import { ensureSystemPackages } from './system-packages.ts';
import { ordinaryUser } from './unprivileged.ts';
import { startVirtualDisplay } from './virtual-display.ts';

export async function endToEnd(vitestArguments: readonly string[]): Promise<void> {
  await ensureSystemPackages('test');
  await packageProgram(false);
  await step('end-to-end tests', () => drive(vitestArguments));
}

async function drive(vitestArguments: readonly string[]): Promise<void> {
  const user = await ordinaryUser();
  try {
    const command = [
      'node_modules/.bin/node',
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'vitest.e2e.config.ts',
      '--configLoader',
      'native',
      ...vitestArguments,
    ];
    await onVirtualDisplay(user.prefix, (display) => {
      const [first = '', ...rest] = [...user.prefix, ...command];
      return run(first, rest, {
        cwd: user.tree,
        env: { ...process.env, ...user.env, ...display, MOTCUA_E2E_OUT: user.results },
      });
    });
  } finally {
    await user.done();
  }
}

/** The display belongs to the user who draws on it. */
export async function onVirtualDisplay(
  prefix: readonly string[],
  work: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const display = await startVirtualDisplay(prefix);
  try {
    await work(display.env);
  } finally {
    await display.stop();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await endToEnd(process.argv.slice(2));
