/** electron-builder's hooks: it packs the shell; the station, its packages and its Node are put beside it by us. */
import { join } from 'node:path';
import { writeProgram } from './program.ts';

/** False says that node_modules are not electron-builder's business: nothing to install, rebuild or collect. */
export const beforeBuild = async (): Promise<boolean> => false;

export async function afterPack({ appOutDir }: { readonly appOutDir: string }): Promise<void> {
  await writeProgram(join(appOutDir, 'resources'));
}
