/**
 * `npm run demo`: the story of scripts/demo/story.ts in the packaged program, on a virtual display, as an ordinary user
 * with Chromium's sandbox on. `-- --kill` kills the station at five moments on the way. Results are in out/demo.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onVirtualDisplay } from './e2e.ts';
import { packageProgram } from './package.ts';
import { OUT } from './paths.ts';
import { CommandFailed, run, step } from './run.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';
import { ordinaryUser } from './unprivileged.ts';

async function demo(flags: readonly string[]): Promise<void> {
  await ensureSystemPackages('test');
  await packageProgram(false);
  const user = await ordinaryUser();
  try {
    await step('the demo', () =>
      onVirtualDisplay(user.prefix, (display) => {
        const command = ['node_modules/.bin/node', 'scripts/demo/main.ts', join(user.results, 'demo'), ...flags];
        const [first = '', ...rest] = [...user.prefix, ...command];
        return run(first, rest, {
          cwd: user.tree,
          env: { ...process.env, ...user.env, ...display, MOTCUA_E2E_OUT: user.results },
        });
      }),
    );
  } finally {
    await user.done();
    await bringHome();
  }
}

async function bringHome(): Promise<void> {
  const target = join(OUT, 'demo');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await cp(join(OUT, 'e2e', 'demo'), target, { recursive: true });
  console.error(`motcua: pictures, papers and result.json are in ${target}`);
}

try {
  await demo(process.argv.slice(2));
} catch (error) {
  const known = error instanceof CommandFailed || error instanceof SystemPackagesMissing;
  console.error(known ? error.message : error);
  process.exitCode = 1;
}
