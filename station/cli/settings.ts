/** `motcua settings`: what was decided for a date on (hours, single days, the order of the queue), and more of it from a file. */
import { z } from 'zod';
import {
  type EffectiveSetting,
  type SettingsImported,
  type SettingView,
  settingsImportedSchema,
  settingViewSchema,
} from '../../domain/effective-setting.ts';
import { formatDate } from '../../domain/local-time.ts';
import { packed } from '../../domain/office-file.ts';
import type { Environment } from '../environment.ts';
import { settingsOfStore, takeSettings } from '../services/settings-keeper.ts';
import { VERSION } from '../version.ts';
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

export type SettingsWish = { readonly command: 'settings' } & ImportWish;

const WORDS = {
  vi: {
    none: 'Chưa có quy định nào; đang theo lịch kèm chương trình.',
    from: 'từ',
    withdrawn: '(đã rút lại)',
    withdraws: 'rút lại',
    keys: { 'opening-hours': 'giờ làm việc', day: 'ngày', 'queue-priority': 'thứ tự gọi số', withdrawal: 'rút lại' },
    days: { holiday: 'nghỉ lễ', off: 'nghỉ', worked: 'làm việc', usual: 'như ngày thường' },
    outcome: { taken: 'Đã nạp:', known: 'Đã có đủ, không thay đổi gì.', tried: 'Thử, chưa ghi gì. Sẽ nạp:' },
    kept: 'Hồ sơ đã tiếp nhận giữ nguyên hạn trả như trên giấy tiếp nhận.',
  },
  en: {
    none: 'Nothing was decided yet; the calendar that comes with the program counts.',
    from: 'from',
    withdrawn: '(withdrawn)',
    withdraws: 'withdraws',
    keys: {
      'opening-hours': 'opening hours',
      day: 'day',
      'queue-priority': 'order of the queue',
      withdrawal: 'withdrawal',
    },
    days: { holiday: 'holiday', off: 'off', worked: 'worked', usual: 'as usual' },
    outcome: {
      taken: 'Taken in:',
      known: 'All of it is here, nothing changed.',
      tried: 'Tried, nothing written. It would add:',
    },
    kept: 'Dossiers taken in keep the due time of their receipt.',
  },
} as const;

/** 0 done, 1 refused (or thrown, with its code). */
export async function runSettings(
  env: Environment,
  wish: SettingsWish & { readonly json: boolean; readonly language: Language },
  { out, say }: Says,
): Promise<0 | 1> {
  const said = WORDS[wish.language];
  const tell = (report: object, text: string): void =>
    out(wish.json ? JSON.stringify({ motcua: 'settings', version: VERSION, ...report }, undefined, 2) : text);
  if (wish.act === 'list') {
    const settings = await (await asked(env)).list();
    tell(
      { settings },
      settings.length === 0 ? said.none : settings.map((one) => lineOf(one, wish.language)).join('\n'),
    );
    return 0;
  }
  const { file, dryRun, language } = wish;
  const imported = await tellingMistakes(language, say, async () =>
    (await asked(env)).take(readImport('settings', file), dryRun),
  );
  tell({ imported }, importText(imported, wish.language));
  return 0;
}

interface Asked {
  readonly list: () => Promise<readonly SettingView[]>;
  readonly take: (text: string, dryRun: boolean) => Promise<SettingsImported>;
}

const asked = (env: Environment): Promise<Asked> => whoAnswers(env, { running: byStation, alone: () => onItsOwn(env) });

function byStation(call: CallStation): Asked {
  return {
    list: () => call(z.array(settingViewSchema), 'settings.list', undefined, { method: 'GET' }),
    take: async (text, dryRun) => {
      const file = await packed('settings', text);
      return call(settingsImportedSchema, 'settings.import', { file, dryRun }, { ms: IMPORT_MS });
    },
  };
}

function onItsOwn(env: Environment): Asked {
  const clock = { now: Date.now, corrected: Date.now };
  return {
    list: () => withOwnStore(env, (store) => settingsOfStore({ store })),
    take: (text, dryRun) =>
      withOwnStore(env, (store) => takeSettings({ store, clock }, { text, source: 'file', who: 'technician', dryRun })),
  };
}

const importText = ({ outcome, added }: SettingsImported, language: Language): string =>
  [
    WORDS[language].outcome[outcome],
    ...added.map((setting) => `  ${textOf(setting, language)}`),
    ...(added.length > 0 ? [WORDS[language].kept] : []),
  ].join('\n');

const lineOf = ({ setting, withdrawn }: SettingView, language: Language): string =>
  `${textOf(setting, language)}${withdrawn ? ` ${WORDS[language].withdrawn}` : ''}`;

function textOf(setting: EffectiveSetting, language: Language): string {
  const said = WORDS[language];
  const why = [setting.decision, setting.reason].filter((part) => part !== '').join(', ');
  return `${setting.id}  ${said.keys[setting.key]} ${whatOf(setting, language)}${why === '' ? '' : `  ${why}`}`;
}

function whatOf(setting: EffectiveSetting, language: Language): string {
  const said = WORDS[language];
  if (setting.key === 'withdrawal') return setting.of;
  if (setting.key === 'day') return `${formatDate(setting.from)}: ${said.days[setting.value.kind]}`;
  return `${said.from} ${formatDate(setting.from)}`;
}
