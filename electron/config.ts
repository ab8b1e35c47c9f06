/**
 * Which windows to open. The file decides; `--role=…` or MOTCUA_WINDOWS override it, for tests and the demo.
 * A file that cannot be read stops the start: guessing could put an officer's window on a public kiosk.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';
import { windowRoleSchema } from '../domain/role.ts';
import {
  DEFAULT_SHELL_CONFIG,
  DEMO_SHELL_CONFIG,
  type ShellConfig,
  shellConfigSchema,
} from '../domain/shell-config.ts';

/** Larger than any honest file; what is beyond was not written by us. */
const LARGEST_FILE = 16_384;

export interface ConfigSources {
  readonly dataFolder: string;
  readonly argv: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly demo: boolean;
}

export function loadShellConfig(sources: ConfigSources): ShellConfig {
  const override = windowsOverride(sources);
  if (override !== undefined) return override;
  const text = readConfigFile(join(sources.dataFolder, 'shell.json'));
  if (text === undefined) return sources.demo ? DEMO_SHELL_CONFIG : DEFAULT_SHELL_CONFIG;
  return parseShellConfig(text);
}

/** Throws MC-SHL-01 for anything that is not a whole, valid configuration. */
export function parseShellConfig(text: string): ShellConfig {
  try {
    if (text.length > LARGEST_FILE) throw new Error('too long');
    return shellConfigSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new MotcuaError('MC-SHL-01', { file: 'shell.json' }, { cause });
  }
}

function windowsOverride({ argv, env, demo }: ConfigSources): ShellConfig | undefined {
  const asked = argv.find((word) => word.startsWith('--role='))?.slice('--role='.length) ?? env['MOTCUA_WINDOWS'];
  if (!asked) return undefined;
  try {
    const roles = asked.split(',').map((role) => windowRoleSchema.parse(role.trim()));
    return shellConfigSchema.parse({ windows: roles.map((role) => ({ role, mode: demo ? 'window' : undefined })) });
  } catch (cause) {
    throw new MotcuaError('MC-SHL-01', { file: 'windows override' }, { cause });
  }
}

function readConfigFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new MotcuaError('MC-SHL-01', { file: 'shell.json' }, { cause });
  }
}
