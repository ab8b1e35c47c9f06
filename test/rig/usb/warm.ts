/**
 * The guest's processor is some thirty times slower than this one, and most of a Node process's start is compiling. So what the
 * guest will load is compiled here first, into a cache that it sees at the same path.
 */
import { join } from 'node:path';
import { TREE } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';

const GUEST = 'test/rig/usb/guest';
/** Files that do nothing but load when nobody talks to them. */
const ENTRIES: readonly (readonly string[])[] = [
  [`${GUEST}/story.ts`],
  [`${GUEST}/under-test.ts`],
  [`${GUEST}/program.ts`],
  ...['hid', 'serial', 'usb-printer'].map((type) => ['devices/ports/host.ts', type]),
];

export async function warmCompileCache(cache: string): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  await Promise.all(
    ENTRIES.map(([file = '', ...args]) =>
      run(join(TREE, 'node_modules/.bin/node'), [join(TREE, file), ...args], { env, stdio: 'ignore', timeout: 30_000 }),
    ),
  );
}
