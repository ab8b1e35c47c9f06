/** What was asked for on the command line. Pure. */
import { parseArgs } from 'node:util';
import type { PairWish } from '../identity/identity.ts';
import type { BackupWish } from './backup.ts';
import type { CatalogueWish } from './catalogue.ts';
import type { KeysWish } from './keys.ts';
import type { OfficersWish } from './officers.ts';
import type { SettingsWish } from './settings.ts';

export type Language = 'vi' | 'en';
export interface Options {
  readonly json: boolean;
  readonly language: Language;
  /** Another data folder than the usual one. */
  readonly dataFolder: string | undefined;
}
export type Wish =
  | (Options & { readonly command: 'list' | 'detect' })
  | (Options & { readonly command: 'check'; readonly heal: boolean })
  /** Without `wish`: only how it stands. */
  | (Options & { readonly command: 'pair'; readonly wish: PairWish | undefined })
  | (Options & BackupWish)
  | (Options & KeysWish)
  | (Options & CatalogueWish)
  | (Options & SettingsWish)
  | (Options & OfficersWish)
  | (Options & { readonly command: 'test'; readonly id: string; readonly out: string })
  | { readonly command: 'help'; readonly language: Language }
  /** `wrong`: what was not understood. */
  | { readonly command: 'usage'; readonly language: Language; readonly wrong: string };

const OPTIONS = {
  json: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
  data: { type: 'string' },
  out: { type: 'string', default: '.' },
  portal: { type: 'string', default: '' },
  code: { type: 'string' },
  replace: { type: 'boolean', default: false },
  status: { type: 'boolean', default: false },
  to: { type: 'string' },
  'new-disk': { type: 'boolean', default: false },
  from: { type: 'string' },
  verify: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  heal: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function readArguments(args: readonly string[]): Wish {
  const language: Language = /--lang[= ]en\b/.test(args.join(' ')) ? 'en' : 'vi';
  const wrong = (what: string): Wish => ({ command: 'usage', language, wrong: what });
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help || positionals.length === 0) return { command: 'help', language };
    if (values.lang !== 'vi' && values.lang !== 'en') return wrong(`--lang ${values.lang}`);
    const options: Options = { json: values.json, language: values.lang, dataFolder: values.data };
    if (positionals.join(' ') === 'pair') return pairOf(options, values) ?? wrong('pair');
    const copies = backupOf(positionals.join(' '), values);
    if (copies) return { ...options, ...copies };
    const keys = keysOf(positionals.join(' '), values);
    if (keys) return { ...options, ...keys };
    const brought = importOf(positionals, values['dry-run']);
    if (brought) return { ...options, ...brought };
    return wishOf(positionals, options, values) ?? wrong(positionals.join(' '));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : '');
  }
}

interface BackupValues {
  readonly to?: string | undefined;
  readonly 'new-disk': boolean;
  readonly from?: string | undefined;
  readonly verify: boolean;
  readonly yes: boolean;
}

function backupOf(
  command: string,
  { to, from, verify, yes, 'new-disk': newDisk }: BackupValues,
): BackupWish | undefined {
  if (command === 'backup') return { command, to, newDisk };
  if (command === 'backups') return { command, from };
  return command === 'restore' && from !== undefined ? { command, from, verify, yes } : undefined;
}

function keysOf(words: string, { to, from }: BackupValues): KeysWish | undefined {
  const command = 'keys';
  if (words === 'keys') return { command, act: 'state' };
  if (words === 'keys rotate') return { command, act: 'rotate' };
  if (words === 'keys export' && to !== undefined) return { command, act: 'export', to };
  return words === 'keys import' && from !== undefined ? { command, act: 'import', from } : undefined;
}

function importOf(
  [command, act, file, ...more]: readonly string[],
  dryRun: boolean,
): CatalogueWish | SettingsWish | OfficersWish | undefined {
  if ((command !== 'catalogue' && command !== 'settings' && command !== 'officers') || more.length > 0)
    return undefined;
  if (act === undefined) return { command, act: 'list' };
  return act === 'import' && file !== undefined ? { command, act, file, dryRun } : undefined;
}

interface PairValues {
  readonly portal: string;
  readonly code?: string | undefined;
  readonly replace: boolean;
  readonly status: boolean;
}

function pairOf(options: Options, { portal, code, replace, status }: PairValues): Wish | undefined {
  if (status) return code === undefined ? { ...options, command: 'pair', wish: undefined } : undefined;
  return code === undefined ? undefined : { ...options, command: 'pair', wish: { portal, code, replace } };
}

function wishOf(
  words: readonly string[],
  options: Options,
  { out, heal }: { readonly out: string; readonly heal: boolean },
): Wish | undefined {
  const [what, act, id, ...more] = words;
  if (what === 'check' && act === undefined) return { ...options, command: 'check', heal };
  if (what !== 'devices' || more.length > 0) return undefined;
  if (act === undefined) return { ...options, command: 'list' };
  if (act === 'detect' && id === undefined) return { ...options, command: 'detect' };
  if (act === 'test' && id !== undefined) return { ...options, command: 'test', id, out };
  return undefined;
}
