/** `motcua officers`: who is on the office's list, and a list brought from a file, beside a running station or on its own. */
import { localDate } from '../../domain/local-time.ts';
import { packed } from '../../domain/office-file.ts';
import {
  type Officer,
  type OfficerRole,
  type OfficersImported,
  type OfficersInUse,
  officersImportedSchema,
  officersInUseSchema,
  worksOn,
} from '../../domain/officer.ts';
import type { Environment } from '../environment.ts';
import { officersInUse, takeOfficers } from '../services/officers-list.ts';
import type { Language } from './arguments.ts';
import type { CallStation } from './call-station.ts';
import {
  IMPORT_MS,
  type ImportWish,
  readImport,
  type Says,
  tellingMistakes,
  whoAnswers,
  withOwnStore,
} from './import-file.ts';
import { aligned } from './table.ts';

export type OfficersWish = { readonly command: 'officers' } & ImportWish;

const WORDS = {
  vi: {
    none: 'Danh sách cán bộ còn trống: quầy dùng tên trong station.json. Nạp: motcua officers import TỆP',
    outcome: {
      taken: 'Đã nạp danh sách cán bộ.',
      known: 'Danh sách này đang dùng rồi.',
      tried: 'Thử, chưa ghi gì. Danh sách này sẽ đổi:',
    },
    nothing: 'thứ tự',
    added: 'Thêm',
    removed: 'Bỏ',
    changed: 'Đổi',
    away: '(không làm việc hôm nay)',
    roles: { intake: 'tiếp nhận', specialist: 'chuyên môn', leader: 'lãnh đạo', technical: 'kỹ thuật' },
  },
  en: {
    none: 'The list of officers is empty: the counter uses the name in station.json. To bring one: motcua officers import FILE',
    outcome: {
      taken: 'The list of officers was taken in.',
      known: 'This list is in use already.',
      tried: 'Tried, nothing written. This list would change:',
    },
    nothing: 'the order',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    away: '(not working today)',
    roles: { intake: 'intake', specialist: 'specialist', leader: 'leader', technical: 'technical' },
  },
} as const satisfies Record<Language, { readonly roles: Record<OfficerRole, string> } & Record<string, unknown>>;

interface Asked {
  readonly list: () => Promise<OfficersInUse>;
  readonly take: (text: string, dryRun: boolean) => Promise<OfficersImported>;
}

/** @throws MotcuaError MC-CFG-07 a file that is no list, MC-CFG-01, MC-STO-05 */
export async function runOfficers(
  env: Environment,
  wish: OfficersWish & { readonly json: boolean; readonly language: Language },
  { out, say }: Says,
): Promise<0> {
  const { json, language } = wish;
  const asked = await whoAnswers(env, { running: byStation, alone: () => onItsOwn(env) });
  if (wish.act === 'import') {
    const { file, dryRun } = wish;
    const take = async () => asked.take(readImport('officers', file), dryRun);
    say(importText(await tellingMistakes(language, say, take), language));
  }
  const now = await asked.list();
  out(json ? JSON.stringify(now, undefined, 2) : textOf(now, language));
  return 0;
}

const byStation = (call: CallStation): Asked => ({
  list: () => call(officersInUseSchema, 'officers.list', undefined, { method: 'GET' }),
  take: async (text, dryRun) => {
    const file = await packed('officers', text);
    return call(officersImportedSchema, 'officers.import', { file, dryRun }, { ms: IMPORT_MS });
  },
});

const onItsOwn = (env: Environment): Asked => ({
  list: () => withOwnStore(env, (store) => officersInUse({ store })),
  take: (text, dryRun) =>
    withOwnStore(env, (store) =>
      takeOfficers({ store, clock: { corrected: Date.now } }, { text, who: 'technician', dryRun }),
    ),
});

function importText({ outcome, added, removed, changed }: OfficersImported, language: Language): string {
  const said = WORDS[language];
  const named = (title: string, officers: readonly Officer[]): readonly string[] =>
    officers.length === 0 ? [] : [`  ${title}: ${officers.map(({ name }) => name).join(', ')}`];
  const changes = [...named(said.added, added), ...named(said.removed, removed), ...named(said.changed, changed)];
  if (outcome === 'known') return said.outcome.known;
  return [said.outcome[outcome], ...(changes.length > 0 ? changes : [`  ${said.nothing}`])].join('\n');
}

function textOf({ officers }: OfficersInUse, language: Language): string {
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
