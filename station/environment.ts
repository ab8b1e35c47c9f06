/** What the shell, a service manager or a script tells the station through its environment. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((text) => text === '1');

const environmentSchema = z.object({
  MOTCUA_DATA: z.string().min(1).max(400).optional(),
  MOTCUA_RENDERER: z.string().min(1).max(400),
  MOTCUA_ASSETS: z.string().min(1).max(400),
  MOTCUA_DEMO: flag,
  /** Demo only: the instant at which its clock starts, ISO with zone. */
  MOTCUA_DEMO_CLOCK: z.iso.datetime({ offset: true }).optional(),
  MOTCUA_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  MOTCUA_SHELL_KEY: z.string().min(16).max(256).optional(),
  MOTCUA_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export interface Environment {
  readonly dataFolder: string;
  readonly rendererDir: string;
  readonly assetsDir: string;
  readonly demo: boolean;
  readonly demoClock: number | undefined;
  readonly port: number;
  readonly shellKey: string | undefined;
  readonly logLevel: z.infer<typeof environmentSchema>['MOTCUA_LOG'];
}

const root = resolve(import.meta.dirname, '..');

/** @throws ZodError with the names of what is wrong */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const read = environmentSchema.parse({
    MOTCUA_RENDERER: join(root, 'dist', 'renderer'),
    MOTCUA_ASSETS: join(root, 'assets'),
    ...Object.fromEntries(Object.entries(env).filter(([key, value]) => key.startsWith('MOTCUA_') && value !== '')),
  });
  return {
    dataFolder: read.MOTCUA_DATA ?? defaultDataFolder(env, read.MOTCUA_DEMO),
    rendererDir: read.MOTCUA_RENDERER,
    assetsDir: read.MOTCUA_ASSETS,
    demo: read.MOTCUA_DEMO,
    demoClock: read.MOTCUA_DEMO_CLOCK === undefined ? undefined : Date.parse(read.MOTCUA_DEMO_CLOCK),
    port: read.MOTCUA_PORT,
    shellKey: read.MOTCUA_SHELL_KEY,
    logLevel: read.MOTCUA_LOG,
  };
}

/** The same folder as the shell's (electron/layout.ts); the demo never shares it with real work. */
function defaultDataFolder(env: NodeJS.ProcessEnv, demo: boolean): string {
  const name = demo ? 'motcua-demo' : 'motcua';
  if (process.platform === 'win32') return join(env.ProgramData ?? 'C:\\ProgramData', name);
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), name);
}
