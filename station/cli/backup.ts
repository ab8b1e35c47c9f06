/** `motcua backup`, `motcua backups`, `motcua restore`: copies of the store made, listed, looked through and put back by hand. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MotcuaError, sentenceOf } from '../../domain/errors.ts';
import { type StationConfig, stationConfigSchema } from '../../domain/station-config.ts';
import { backupKeysOf } from '../../offline-store/backup/backup-keys.ts';
import { KEYS_FILE, makeBackup } from '../../offline-store/backup/make.ts';
import {
  type FoundBackup,
  findBackups,
  restoreBackup,
  type Verified,
  verifyBackup,
} from '../../offline-store/backup/restore.ts';
import { readBackupState, writeBackupState } from '../../offline-store/backup/state.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { createSealer } from '../../offline-store/protection/sealing.ts';
import { existingStationKeys, openStationKeys, ringFileOf } from '../../offline-store/protection/station-keys.ts';
import type { Environment } from '../environment.ts';
import { openIdentity } from '../identity/identity.ts';
import { VERSION } from '../version.ts';
import type { Language } from './arguments.ts';
import { words } from './texts.ts';

export type BackupWish =
  | { readonly command: 'backup'; readonly to: string | undefined; readonly newDisk: boolean }
  | { readonly command: 'backups'; readonly from: string | undefined }
  | { readonly command: 'restore'; readonly from: string; readonly verify: boolean; readonly yes: boolean };

interface Says {
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
  /** A person's answer; undefined where nobody can be asked. */
  readonly confirm?: ((question: string) => Promise<string>) | undefined;
}

interface Command {
  readonly env: Environment;
  readonly json: boolean;
  readonly language: Language;
}

/** 0 done, 1 not (or thrown, with its code). */
export function runBackupCommand(command: Command, wish: BackupWish, says: Says): Promise<0 | 1> {
  switch (wish.command) {
    case 'backup':
      return runBackup(command, wish, says);
    case 'backups':
      return runList(command, wish, says);
    default:
      return wish.verify ? runVerify(command, wish.from, says) : runRestore(command, wish, says);
  }
}

/** Undefined where this PC is not set up yet. */
function configOf({ dataFolder }: Environment): StationConfig | undefined {
  const file = join(dataFolder, 'station.json');
  if (!existsSync(file)) return undefined;
  try {
    return stationConfigSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new MotcuaError('MC-CFG-01', { file }, { cause: error });
  }
}

const optionsOf = ({ dataFolder, keySources }: Environment) => ({ ...keySources, dataFolder, now: Date.now });

async function runBackup(
  { env, json, language }: Command,
  wish: Extract<BackupWish, { command: 'backup' }>,
  says: Says,
) {
  const { dataFolder } = env;
  const config = configOf(env);
  if (!config) throw new MotcuaError('MC-CFG-01', { file: 'station.json' });
  const folder = wish.to ?? config.backup?.folder;
  if (folder === undefined) throw new MotcuaError('MC-BAK-07', { reason: 'no folder' });
  const { ring } = openStationKeys(optionsOf(env));
  const station = openIdentity({ config, dataFolder, sealing: createSealer(ring) }).station();
  const state = readBackupState(dataFolder, folder);
  const isUsual = folder === config.backup?.folder;
  says.say(words(language).backup.making);
  const made = await makeBackup(
    {
      dataFolder,
      folder,
      station,
      agency: config.agency,
      version: VERSION,
      now: Date.now(),
      keep: config.backup?.keep ?? { hours: 24, days: 14 },
      known: isUsual && !wish.newDisk ? state.target : undefined,
    },
    backupKeysOf(ring),
  );
  if (isUsual)
    writeBackupState(dataFolder, { folder, target: made.target, sameDisk: made.sameDisk, lastGood: made.at });
  const said = words(language).backup;
  says.out(
    json
      ? JSON.stringify({ motcua: 'backup', version: VERSION, folder, ...made }, undefined, 2)
      : `${said.made} ${made.name} (${made.bytes.toLocaleString(language)} byte; ${said.scans} ${made.blobs.copied})`,
  );
  if (made.sameDisk) says.say(sentenceOf('MC-BAK-08')[language]);
  return 0 as const;
}

async function runList(
  { env, json, language }: Command,
  { from }: Extract<BackupWish, { command: 'backups' }>,
  says: Says,
) {
  const place = from ?? configOf(env)?.backup?.folder;
  if (place === undefined) throw new MotcuaError('MC-BAK-07', { reason: 'no folder' });
  const found = await findBackups(place);
  const rows = found.map(({ file, bytes, head }) => ({
    file,
    bytes,
    ...(head ? { station: head.station, agency: head.agency, madeAt: new Date(head.madeAt).toISOString() } : {}),
  }));
  if (json) says.out(JSON.stringify({ motcua: 'backups', version: VERSION, place, backups: rows }, undefined, 2));
  else if (found.length === 0) says.out(words(language).backup.none);
  else says.out(found.map((one) => lineOf(one, language)).join('\n'));
  return 0 as const;
}

const lineOf = ({ file, bytes, head }: FoundBackup, language: Language): string =>
  head
    ? `${timeOf(head.madeAt, language)}  ${head.agency} ${head.station}  ${bytes.toLocaleString(language)} byte\n    ${file}`
    : `${words(language).backup.unreadable}\n    ${file}`;

const timeOf = (at: number, language: Language): string =>
  new Date(at).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The place may hold several; then the newest of this PC's, or the only station's there. MC-BAK-09 when that is not clear. */
async function chosen(from: string, config: StationConfig | undefined): Promise<string> {
  const found = await findBackups(from);
  const known = found.flatMap(({ file, head }) => (head ? [{ file, head }] : []));
  const own = known.filter(({ head }) => head.station === config?.station && head.agency === config.agency);
  const stations = new Set(known.map(({ head }) => `${head.agency} ${head.station}`));
  const newest = own[0] ?? (stations.size === 1 ? known[0] : undefined) ?? (found.length === 1 ? found[0] : undefined);
  if (newest === undefined) throw new MotcuaError('MC-BAK-09', { stations: stations.size });
  return newest.file;
}

/** The ring of this PC; where its folder was lost but not its secret, the one that lies with the backups. */
function ringFor(env: Environment, file: string): KeyRing {
  const beside = join(dirname(file), KEYS_FILE);
  const own = ringFileOf(env.dataFolder);
  if (!existsSync(own) && existsSync(beside)) copyFileSync(beside, own);
  return existingStationKeys(optionsOf(env)).ring;
}

async function runVerify({ env, json, language }: Command, from: string, says: Says): Promise<0 | 1> {
  await mkdir(env.dataFolder, { recursive: true, mode: 0o700 });
  const file = await chosen(from, configOf(env));
  says.say(`${words(language).backup.looking} ${file}`);
  const verified = await verifyBackup(file, ringFor(env, file), join(env.dataFolder, 'tmp'));
  const ok = verified.papers.missing === 0;
  if (json)
    says.out(JSON.stringify({ motcua: 'verified', version: VERSION, file, ok, ...factsOf(verified) }, undefined, 2));
  else says.out(textOf(verified, language));
  return ok ? 0 : 1;
}

const factsOf = ({ head, facts, papers, small }: Verified) => ({ head, facts, papers, files: Object.keys(small) });

function textOf({ head, facts, papers, small }: Verified, language: Language): string {
  const said = words(language).backup;
  const number = (value: number): string => value.toLocaleString(language);
  return [
    `${said.whole} ${timeOf(head.madeAt, language)}  ${head.agency} ${head.station}`,
    `  ${said.dossiers} ${number(facts.dossiers)} · ${said.operations} ${number(facts.operations)} · ${said.entries} ${number(facts.auditEntries)}`,
    `  ${said.owed} ${number(papers.named)}${papers.missing > 0 ? ` (${said.missing} ${number(papers.missing)})` : ''}`,
    `  ${said.files} ${Object.keys(small).join(', ')}`,
  ].join('\n');
}

async function runRestore(
  { env, json, language }: Command,
  { from, yes }: Extract<BackupWish, { command: 'restore' }>,
  says: Says,
): Promise<0 | 1> {
  const said = words(language).backup;
  const { dataFolder } = env;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // Asked before anything else: nobody should wait for an answer that a running station makes useless.
  await (await lockData(dataFolder, 'station')).release();
  const config = configOf(env);
  const file = await chosen(from, config);
  const ring = ringFor(env, file);
  if (!yes && !(await confirmed(file, said, says))) {
    says.say(said.notDone);
    return 1;
  }
  const { verified, aside, blobs, written } = await restoreBackup(
    { file, dataFolder, agency: config?.agency, now: Date.now() },
    ring,
  );
  const facts = { motcua: 'restored', version: VERSION, file, aside, scans: blobs.copied, written };
  if (json) says.out(JSON.stringify({ ...facts, ...factsOf(verified) }, undefined, 2));
  else {
    says.out(`${textOf(verified, language)}\n${said.restored}`);
    if (aside !== undefined) says.out(`${said.aside} ${aside}`);
    says.out(sentenceOf('MC-STO-09')[language]);
  }
  return 0;
}

async function confirmed(
  file: string,
  said: ReturnType<typeof words>['backup'],
  { confirm, say }: Says,
): Promise<boolean> {
  say(`${said.question} ${file}`);
  const answer = confirm === undefined ? '' : await confirm(said.type);
  return answer.trim().toLocaleLowerCase('vi') === said.answer;
}
