/** SANE's own `test` and `pnm` backends under a private configuration. Needs the apt packages sane-utils and libsane1. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the configuration and answers its folder, for SANE_CONFIG_DIR. */
export async function writeSaneConfig(folder: string): Promise<string> {
  const dir = join(folder, 'sane.d');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'dll.conf'), 'test\npnm\n');
  // The test device is 200 mm long unless told otherwise; A4 is 297.
  await writeFile(join(dir, 'test.conf'), 'number_of_devices 1\ngeometry_max 300.0\nmode Gray\ndepth 8\n');
  return dir;
}
