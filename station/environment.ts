/** What the shell, a service manager or a script tells the station through its environment. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { WrappingSources } from '../offline-store/protection/wrapping.ts';

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
  /** The file of the secret that the keys are locked with; outside the data folder. */
  MOTCUA_KEY_FILE: z.string().min(1).max(400).optional(),
  /** `shell`: the secret comes as the first line of standard input. */
  MOTCUA_KEY_FROM: z.enum(['shell']).optional(),
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
  /** Where the secret of the key ring may come from. */
  readonly keySources: WrappingSources;
  /** Told when the start takes long because the store is being recovered. */
  readonly onRecovering?: () => void;
  /** Where `shell`, the secret has still to be read from standard input. */
  readonly keyFrom?: 'shell' | undefined;
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
  const dataFolder = read.MOTCUA_DATA ?? defaultDataFolder(env, read.MOTCUA_DEMO);
  return {
    dataFolder,
    rendererDir: read.MOTCUA_RENDERER,
    assetsDir: read.MOTCUA_ASSETS,
    demo: read.MOTCUA_DEMO,
    demoClock: read.MOTCUA_DEMO_CLOCK === undefined ? undefined : Date.parse(read.MOTCUA_DEMO_CLOCK),
    port: read.MOTCUA_PORT,
    shellKey: read.MOTCUA_SHELL_KEY,
    keySources: {
      credentials: env['CREDENTIALS_DIRECTORY'],
      keyFile: read.MOTCUA_KEY_FILE ?? keyFileBeside(dataFolder, read.MOTCUA_DEMO),
    },
    keyFrom: read.MOTCUA_KEY_FROM,
    logLevel: read.MOTCUA_LOG,
  };
}

/** Beside the data folder, never in it: who copies the folder has no key. A demo's people are made up, and it tidies up after itself. */
const keyFileBeside = (dataFolder: string, demo: boolean): string =>
  demo ? join(dataFolder, 'station.key') : `${resolve(dataFolder)}.key`;

/** The same folder as the shell's (electron/layout.ts); the demo never shares it with real work. */
function defaultDataFolder(env: NodeJS.ProcessEnv, demo: boolean): string {
  const name = demo ? 'motcua-demo' : 'motcua';
  if (process.platform === 'win32') return join(env.ProgramData ?? 'C:\\ProgramData', name);
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), name);
}
