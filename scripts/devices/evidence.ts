/** `npm run devices:evidence`: everything that shows the devices at work, into out/devices/. The USB rig's log comes with `npm run test:usb`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, run, step } from '../run.ts';

/** In this order; one that fails ends it. */
const SCRIPTS = ['show.ts', 'test-slip.ts', 'duplex-batch.ts'];

try {
  for (const script of SCRIPTS) {
    const file = join(import.meta.dirname, script);
    if (existsSync(file)) await step(`devices: ${script}`, () => run(process.execPath, [file]));
  }
} catch (error) {
  console.error(error instanceof CommandFailed ? error.message : error);
  process.exitCode = 1;
}
