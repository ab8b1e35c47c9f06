/** The windows that the shell opens on this PC's monitors, as its shell.json says; the hall display among them is a queue board. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenScreen } from '../devices/detect.ts';
import { shellConfigSchema } from '../domain/shell-config.ts';

/** No file, or one that cannot be read: no such window is known, and the shell says so itself. */
export async function shellScreens(dataFolder: string): Promise<readonly SeenScreen[]> {
  const text = await readFile(join(dataFolder, 'shell.json'), 'utf8').catch(() => '');
  const { windows } = parsed(text);
  return windows
    .filter(({ role }) => role === 'display')
    .map(({ monitor }) => ({ place: `monitor ${monitor + 1}`, label: `Màn hình ${monitor + 1}` }));
}

function parsed(text: string): { readonly windows: readonly { readonly role: string; readonly monitor: number }[] } {
  try {
    return shellConfigSchema.parse(JSON.parse(text));
  } catch {
    return { windows: [] };
  }
}
