/** Which windows this machine opens, and on which monitor: `shell.json` in the data folder, written by the technician. */
import { z } from 'zod';
import { windowRoleSchema } from './role.ts';

/**
 * One window. `monitor` counts from 0 in the order the system lists its screens; a monitor that is not there falls back
 * to the primary one. `mode`: `full` covers the whole screen, `window` has a frame; left out, the role decides.
 */
export const shellWindowSchema = z.strictObject({
  role: windowRoleSchema,
  monitor: z.int().min(0).max(15).default(0),
  mode: z.enum(['full', 'window']).optional(),
});
export type ShellWindow = z.infer<typeof shellWindowSchema>;

export const shellConfigSchema = z
  .strictObject({ windows: z.array(shellWindowSchema).min(1).max(8) })
  .refine(({ windows }) => new Set(windows.map(({ role }) => role)).size === windows.length, {
    error: 'each role may open one window only',
  });
export type ShellConfig = z.infer<typeof shellConfigSchema>;

/** A machine that nobody has configured is an officer's PC. */
export const DEFAULT_SHELL_CONFIG: ShellConfig = { windows: [{ role: 'counter', monitor: 0 }] };

/** The demo shows one desk, one kiosk and one hall display at once. */
export const DEMO_SHELL_CONFIG: ShellConfig = {
  windows: [
    { role: 'counter', monitor: 0, mode: 'window' },
    { role: 'kiosk', monitor: 0, mode: 'window' },
    { role: 'display', monitor: 0, mode: 'window' },
  ],
};
