/** `motcua keys`: which keys there are, a new one, a copy for the safe, and the copy brought back. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import { resealFiles } from '../../offline-store/blob-upkeep.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { resealPages, SCANS } from '../../offline-store/page-files.ts';
import { createKeyRing, type RingContents } from '../../offline-store/protection/key-ring.ts';
import { createProtection } from '../../offline-store/protection/protection.ts';
import { exportRing, importRing } from '../../offline-store/protection/recovery-copy.ts';
import { keyUse, resealRows } from '../../offline-store/protection/reseal.ts';
import { writeWhole } from '../../offline-store/protection/ring-file.ts';
import {
  existingStationKeys,
  putRing,
  type StationKeys,
  type StationKeysOptions,
} from '../../offline-store/protection/station-keys.ts';
import { keysMarkOf, proofOf } from '../../offline-store/protection/store-marks.ts';
import { transactOn } from '../../offline-store/transaction.ts';
import type { Environment } from '../environment.ts';
import { VERSION } from '../version.ts';
import type { Language } from './arguments.ts';

export type KeysWish = { readonly command: 'keys' } & (
  | { readonly act: 'state' | 'rotate' }
  | { readonly act: 'export'; readonly to: string }
  | { readonly act: 'import'; readonly from: string }
);

export interface KeysTerminal {
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
  /** Asks for a secret without showing it. */
  readonly askSecret: (question: string) => Promise<string>;
  readonly signal: AbortSignal;
}

type KeysCommand = KeysWish & { readonly json: boolean; readonly language: Language };

const WORDS = {
  vi: {
    from: { systemd: 'systemd giữ', shell: 'Windows giữ', file: 'tệp khoá' },
    secret: 'Bí mật mở khoá:',
    key: 'Khoá',
    made: 'tạo',
    rows: 'dòng dữ liệu',
    newest: '(đang dùng để niêm)',
    added: 'Đã thêm khoá số',
    sealing: 'Đang niêm lại. Dừng lúc nào cũng được; chạy lại lệnh này để làm tiếp.',
    sealed: 'Đã niêm lại:',
    files: 'tệp',
    passphrase: 'Mật khẩu của bản sao khoá (ít nhất 12 ký tự): ',
    again: 'Gõ lại lần nữa: ',
    differs: 'Hai lần gõ khác nhau; chưa ghi gì.',
    written: 'Đã ghi bản sao khoá. Cất tệp và mật khẩu ở hai nơi khác nhau:',
    back: 'Đã đưa khoá vào. Mở lại chương trình.',
  },
  en: {
    from: { systemd: 'kept by systemd', shell: 'kept by Windows', file: 'a key file' },
    secret: 'The secret that opens the keys:',
    key: 'Key',
    made: 'made',
    rows: 'rows',
    newest: '(seals now)',
    added: 'Added key number',
    sealing: 'Sealing anew. It may be stopped at any time; run this again to go on.',
    sealed: 'Sealed anew:',
    files: 'files',
    passphrase: 'Passphrase of the copy (at least 12 characters): ',
    again: 'Once more: ',
    differs: 'The two differ; nothing was written.',
    written: 'The copy was written. Keep file and passphrase in two different places:',
    back: 'The keys are in place. Start the program again.',
  },
} as const;

/** @throws MotcuaError MC-STO-11…14, -18, MC-STO-05 */
export function runKeys(env: Environment, wish: KeysCommand, terminal: KeysTerminal): Promise<0 | 1> {
  const place = { ...env.keySources, dataFolder: env.dataFolder, now: Date.now };
  switch (wish.act) {
    case 'state':
      return state(place, wish, terminal);
    case 'rotate':
      return rotate(place, wish, terminal);
    case 'export':
      return exportCopy(place, wish.to, wish, terminal);
    case 'import':
      return importCopy(place, wish.from, wish, terminal);
  }
}

const databaseOf = ({ dataFolder }: StationKeysOptions): string => join(dataFolder, 'office.db');

function withDatabase<T>(
  place: StationKeysOptions,
  readonly: boolean,
  use: (db: Database.Database) => T,
): T | undefined {
  const file = databaseOf(place);
  if (!existsSync(file)) return undefined;
  const db = new Database(file, { readonly, fileMustExist: true, timeout: 30_000 });
  try {
    return use(db);
  } finally {
    db.close();
  }
}

async function state(
  place: StationKeysOptions,
  { json, language }: KeysCommand,
  { out }: KeysTerminal,
): Promise<0 | 1> {
  const { ring, wrapping } = existingStationKeys(place);
  const uses = new Map(withDatabase(place, true, keyUse)?.map(({ number, rows }) => [number, rows]));
  const keys = ring.all().map(({ number, madeAt }) => ({
    number,
    madeAt: new Date(madeAt).toISOString(),
    rows: uses.get(number) ?? 0,
    seals: number === ring.newest().number,
  }));
  const report = { motcua: 'keys', version: VERSION, dataFolder: place.dataFolder, secret: wrapping, keys };
  out(json ? JSON.stringify(report, undefined, 2) : stateText(report, language));
  return 0;
}

interface StateReport {
  readonly secret: StationKeys['wrapping'];
  readonly keys: readonly {
    readonly number: number;
    readonly madeAt: string;
    readonly rows: number;
    readonly seals: boolean;
  }[];
}

function stateText({ secret, keys }: StateReport, language: Language): string {
  const said = WORDS[language];
  const lines = keys.map(
    ({ number, madeAt, rows, seals }) =>
      `${said.key} ${number}  ${said.made} ${madeAt.slice(0, 10)}  ${rows} ${said.rows} ${seals ? said.newest : ''}`,
  );
  return [`${said.secret} ${said.from[secret]}`, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** A new key, then everything sealed with it. Stopped or killed it goes on with the next run: no second key is made for that. */
async function rotate(
  place: StationKeysOptions,
  { json, language }: KeysCommand,
  terminal: KeysTerminal,
): Promise<0 | 1> {
  const said = WORDS[language];
  const keys = existingStationKeys(place);
  const before = keys.ring.newest().number;
  const unfinished = withDatabase(place, true, keyUse)?.some(({ number }) => number !== before) ?? false;
  if (!unfinished) terminal.say(`${said.added} ${keys.addKey(place.now()).keys.length}`);
  terminal.say(said.sealing);
  const { rows, files } = await sealAnew(place, terminal.signal);
  const number = existingStationKeys(place).ring.newest().number;
  const text = `${said.sealed} ${rows} ${said.rows}, ${files} ${said.files}`;
  terminal.out(
    json ? JSON.stringify({ motcua: 'keys', version: VERSION, newest: number, rows, files }, undefined, 2) : text,
  );
  return terminal.signal.aborted ? 1 : 0;
}

async function sealAnew(place: StationKeysOptions, signal: AbortSignal) {
  const { ring } = existingStationKeys(place);
  const rows = withDatabase(place, false, (db) => {
    let done = 0;
    for (const lot of resealRows({ db, transact: transactOn(db), protection: createProtection(ring), keys: ring })) {
      done += lot;
      if (signal.aborted) break;
    }
    return done;
  });
  const dir = join(place.dataFolder, 'blobs');
  const pages = await resealPages(join(place.dataFolder, SCANS), ring, signal);
  const files = pages + (await resealFiles({ dir, keys: ring, blobs: createBlobStore(dir, ring), signal }));
  return { rows: rows ?? 0, files };
}

async function exportCopy(
  place: StationKeysOptions,
  to: string,
  { language }: KeysCommand,
  terminal: KeysTerminal,
): Promise<0 | 1> {
  const said = WORDS[language];
  const contents = existingStationKeys(place).contents();
  const passphrase = await terminal.askSecret(said.passphrase);
  if (passphrase !== (await terminal.askSecret(said.again))) {
    terminal.say(said.differs);
    return 1;
  }
  const station = stationName(place.dataFolder);
  writeWhole(to, exportRing(contents, passphrase, { station, at: place.now(), salt: randomBytes(16) }));
  terminal.out(`${said.written} ${to}`);
  return 0;
}

/** Only to tell copies apart; a PC that is not set up has none. */
function stationName(dataFolder: string): string {
  try {
    const { station } = JSON.parse(readFileSync(join(dataFolder, 'station.json'), 'utf8')) as { station?: unknown };
    return typeof station === 'string' ? station.slice(0, 80) : '';
  } catch {
    return '';
  }
}

/** With the station shut: under its feet the keys are not changed. */
async function importCopy(
  place: StationKeysOptions,
  from: string,
  { language }: KeysCommand,
  terminal: KeysTerminal,
): Promise<0 | 1> {
  const said = WORDS[language];
  const text = readCopy(from);
  const copy = importRing(text, await terminal.askSecret(said.passphrase));
  await mkdir(place.dataFolder, { recursive: true, mode: 0o700 });
  const lock = await lockData(place.dataFolder, 'station');
  try {
    refuseWrong(place, copy);
    putRing(place, together(copy, ringHere(place)));
  } finally {
    await lock.release();
  }
  terminal.out(said.back);
  return 0;
}

const MAX_COPY_BYTES = 20_000_000;

function readCopy(from: string): string {
  try {
    return readFileSync(from, 'utf8').slice(0, MAX_COPY_BYTES);
  } catch (cause) {
    throw new MotcuaError('MC-API-05', { file: from }, { cause });
  }
}

/** MC-STO-13: the store here was sealed by another ring; with this one it would be lost for good. */
function refuseWrong(place: StationKeysOptions, copy: RingContents): void {
  const mark = withDatabase(place, true, keysMarkOf);
  if (mark !== undefined && mark !== proofOf(createProtection(createKeyRing(copy))))
    throw new MotcuaError('MC-STO-13', { reason: 'another ring' });
}

/** What is here, when its secret still opens it. */
function ringHere(place: StationKeysOptions): RingContents | undefined {
  try {
    return existingStationKeys(place).contents();
  } catch (error) {
    if (error instanceof MotcuaError) return undefined; // lost: that is why a copy is brought
    throw error;
  }
}

/** Keys made since the copy was written are kept. */
const together = (copy: RingContents, here: RingContents | undefined): RingContents => {
  if (here === undefined || here.index !== copy.index) return copy;
  const numbers = new Set(here.keys.map(({ number }) => number));
  return { ...here, keys: [...here.keys, ...copy.keys.filter(({ number }) => !numbers.has(number))] };
};
