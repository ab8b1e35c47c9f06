/**
 * The monitors of this PC and what stands on them: as the shell told last, or, without a shell, as its shell.json says. One
 * with the hall's window is a queue board.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenScreen } from '../devices/seen.ts';
import type { WindowRole } from '../domain/role.ts';
import { shellConfigSchema } from '../domain/shell-config.ts';
import type { ToldMonitor } from '../domain/shell-protocol.ts';

export interface Screens {
  /** The shell says what there is. */
  told(monitors: readonly ToldMonitor[]): void;
  seen(): Promise<readonly SeenScreen[]>;
}

export const createScreens = (dataFolder: string): Screens => {
  let monitors: readonly ToldMonitor[] | undefined;
  return {
    told: (now) => {
      monitors = now;
    },
    seen: async () => monitors?.map(screenOf) ?? (await boardsIn(join(dataFolder, 'shell.json'))),
  };
};

const named = (index: number): Pick<SeenScreen, 'place' | 'label'> => ({
  place: `monitor ${index + 1}`,
  label: `Màn hình ${index + 1}`,
});

const screenOf = ({ label, width, height, windows }: ToldMonitor, index: number): SeenScreen => {
  const { place, label: fallback } = named(index);
  return { place, label: `${label || fallback} · ${width} × ${height}`, shows: shownBy(windows) };
};

const shownBy = (windows: readonly WindowRole[]): SeenScreen['shows'] => {
  if (windows.includes('display')) return 'board';
  return windows.length === 0 ? 'nothing' : 'other';
};

/** No file, or one that cannot be read: no such window is known, and the shell says so itself. */
const boardsIn = async (file: string): Promise<readonly SeenScreen[]> => {
  const { windows } = parsed(await readFile(file, 'utf8').catch(() => ''));
  return windows
    .filter(({ role }) => role === 'display')
    .map(({ monitor }) => ({ ...named(monitor), shows: 'board' as const }));
};

const parsed = (text: string): Pick<ReturnType<typeof shellConfigSchema.parse>, 'windows'> => {
  try {
    return shellConfigSchema.parse(JSON.parse(text));
  } catch {
    return { windows: [] };
  }
};
