/** `motcua officers`: who is on the office's list, and a list brought from a file, beside a running station or on its own. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { localDate } from '../../domain/local-time.ts';
import {
  type Officer,
  type OfficerRole,
  type Officers,
  officersSchema,
  parseOfficers,
  worksOn,
} from '../../domain/officer.ts';
import { stationConfigSchema } from '../../domain/station-config.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { isAlive, readAddress } from '../address.ts';
import type { Environment } from '../environment.ts';
import { databaseOf } from '../services/office-store.ts';
import type { Language } from './arguments.ts';
import { callStation } from './call-station.ts';
import { aligned } from './table.ts';

/** Without `from`: only who is on it. */
export type OfficersWish = { readonly command: 'officers'; readonly from: string | undefined };

const MAX_FILE_BYTES = 4_000_000;

const WORDS = {
  vi: {
    none: 'Danh sách cán bộ còn trống: quầy dùng tên trong station.json. Nạp: motcua officers import TỆP',
    taken: 'Đã nạp danh sách cán bộ.',
    same: 'Danh sách này đang dùng rồi.',
    away: '(không làm việc hôm nay)',
    roles: { intake: 'tiếp nhận', specialist: 'chuyên môn', leader: 'lãnh đạo', technical: 'kỹ thuật' },
  },
  en: {
    none: 'The list of officers is empty: the counter uses the name in station.json. To bring one: motcua officers import FILE',
    taken: 'The list of officers was taken in.',
    same: 'This list is in use already.',
    away: '(not working today)',
    roles: { intake: 'intake', specialist: 'specialist', leader: 'leader', technical: 'technical' },
  },
} as const satisfies Record<Language, { readonly roles: Record<OfficerRole, string> } & Record<string, unknown>>;

interface Asked {
  list(): Promise<Officers>;
  /** Whether it was another list than the one in use. */
  take(officers: Officers): Promise<boolean>;
  close(): Promise<void>;
}

/** @throws MotcuaError MC-CFG-07 a file that is no list, MC-CFG-01, MC-STO-05 */
export async function runOfficers(
  env: Environment,
  { from, json, language }: OfficersWish & { readonly json: boolean; readonly language: Language },
  { out, say }: { readonly out: (text: string) => void; readonly say: (text: string) => void },
): Promise<0> {
  const given = from === undefined ? undefined : await readList(from);
  const asked = await whoAnswers(env);
  try {
    const changed = given && (await asked.take(given));
    if (changed !== undefined) say(changed ? WORDS[language].taken : WORDS[language].same);
    const list = await asked.list();
    out(json ? JSON.stringify(list, undefined, 2) : textOf(list, language));
  } finally {
    await asked.close();
  }
  return 0;
}

async function readList(file: string): Promise<Officers> {
  const { size } = await stat(file).catch(() => ({ size: Number.POSITIVE_INFINITY }));
  const read = parseOfficers(size > MAX_FILE_BYTES ? '' : await readFile(file, 'utf8'));
  if (!read.ok) throw new MotcuaError(read.code, { file });
  return read.value;
}

async function whoAnswers(env: Environment): Promise<Asked> {
  const address = readAddress(env.dataFolder);
  if (!address || !(await isAlive(address))) return onItsOwn(env);
  const call = callStation(address);
  return {
    list: () => call(officersSchema, 'officers.list', undefined, { method: 'GET' }),
    take: async (officers) => (await call(z.object({ changed: z.boolean() }), 'officers.import', officers)).changed,
    close: async () => undefined,
  };
}

async function onItsOwn(env: Environment): Promise<Asked> {
  const lock = await lockData(env.dataFolder, 'station');
  try {
    const store = await openStore(env);
    return {
      list: async () => ({ officers: store.officers.all() }),
      take: async ({ officers }) =>
        store.officers.replace(officers, { at: Date.now(), who: 'technician', source: 'file' }),
      close: async () => {
        store.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openStore({ dataFolder, keySources }: Environment): Promise<OfficeStore> {
  const file = join(dataFolder, 'station.json');
  const config = stationConfigSchema.safeParse(asJson(await readFile(file, 'utf8').catch(() => '')));
  if (!config.success) throw new MotcuaError('MC-CFG-01', { file });
  const { ring: keys } = openStationKeys({ ...keySources, dataFolder, now: Date.now });
  const { station, agency, stores } = config.data;
  return openOfficeStore({ file: databaseOf(dataFolder), station, agency, stores, now: Date.now, keys });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that the file is unusable
  }
}

function textOf({ officers }: Officers, language: Language): string {
  const { none, away, roles } = WORDS[language];
  if (officers.length === 0) return none;
  const today = localDate(Date.now());
  const row = (officer: Officer): readonly string[] => [
    officer.id,
    officer.name,
    officer.title,
    officer.roles.map((role) => roles[role]).join(', '),
    worksOn(officer, today) ? '' : away,
  ];
  return aligned(officers.map(row)).join('\n');
}
