/** `motcua officers`: who is on the office's list, and a list brought from a file, beside a running station or on its own. */
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
import type { Environment } from '../environment.ts';
import type { Language } from './arguments.ts';
import type { CallStation } from './call-station.ts';
import { readImport, type Says, whoAnswers, withOwnStore } from './import-file.ts';
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
}

/** @throws MotcuaError MC-CFG-07 a file that is no list, MC-CFG-01, MC-STO-05 */
export async function runOfficers(
  env: Environment,
  { from, json, language }: OfficersWish & { readonly json: boolean; readonly language: Language },
  { out, say }: Says,
): Promise<0> {
  const given = from === undefined ? undefined : readList(from);
  const { list, take } = await whoAnswers(env, { running: byStation, alone: () => onItsOwn(env) });
  const changed = given && (await take(given));
  if (changed !== undefined) say(changed ? WORDS[language].taken : WORDS[language].same);
  const now = await list();
  out(json ? JSON.stringify(now, undefined, 2) : textOf(now, language));
  return 0;
}

function readList(file: string): Officers {
  const read = parseOfficers(readImport(file, MAX_FILE_BYTES, 'MC-CFG-07'));
  if (!read.ok) throw new MotcuaError(read.code, { file });
  return read.value;
}

const byStation = (call: CallStation): Asked => ({
  list: () => call(officersSchema, 'officers.list', undefined, { method: 'GET' }),
  take: async (officers) => (await call(z.object({ changed: z.boolean() }), 'officers.import', officers)).changed,
});

const onItsOwn = (env: Environment): Asked => ({
  list: () => withOwnStore(env, (store) => ({ officers: store.officers.all() })),
  take: ({ officers }) =>
    withOwnStore(env, (store) =>
      store.officers.replace(officers, { at: Date.now(), who: 'technician', source: 'file' }),
    ),
});

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
