/** `motcua catalogue`: the announced versions of the catalogue here, and another one taken in from a file, or only tried. */
import { z } from 'zod';
import {
  ASPECT_WORDS,
  type CatalogueImported,
  type CatalogueVersionView,
  catalogueImportedSchema,
  catalogueVersionViewSchema,
} from '../../domain/catalogue-changes.ts';
import { formatDate, localDate } from '../../domain/local-time.ts';
import { packed } from '../../domain/office-file.ts';
import type { Environment } from '../environment.ts';
import { takeIn, versionsOf } from '../services/catalogue-keeper.ts';
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

export type CatalogueWish = { readonly command: 'catalogue' } & ImportWish;

const WORDS = {
  vi: {
    none: 'Máy này chưa có danh mục nào.',
    inEffect: 'đang áp dụng',
    from: 'áp dụng từ',
    procedures: 'thủ tục',
    source: { program: 'kèm chương trình', file: 'nạp từ tệp', portal: 'từ cổng của tỉnh' },
    outcome: {
      taken: 'Đã nạp danh mục',
      known: 'Danh mục này đã có sẵn, không thay đổi gì',
      tried: 'Thử, chưa ghi gì. Danh mục',
    },
    added: 'Thêm',
    removed: 'Bỏ',
    changed: 'Đổi',
    more: 'và còn',
    later: 'Danh mục đang dùng giữ nguyên tới ngày đó.',
    behind: 'Máy đang có danh mục áp dụng muộn hơn; danh mục này chỉ để tra hồ sơ cũ.',
    kept: 'Hồ sơ đã tiếp nhận giữ nguyên lệ phí và hạn trả như trên giấy tiếp nhận.',
    since: 'Từ ngày đó tới nay đã tiếp nhận theo danh mục trước:',
    dossiers: 'hồ sơ',
  },
  en: {
    none: 'This PC has no catalogue yet.',
    inEffect: 'in effect',
    from: 'from',
    procedures: 'procedures',
    source: { program: 'with the program', file: 'from a file', portal: 'from the portal' },
    outcome: {
      taken: 'Taken in: catalogue',
      known: 'Known already, nothing changed',
      tried: 'Tried, nothing written. Catalogue',
    },
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    more: 'and more:',
    later: 'The catalogue in use goes on until that day.',
    behind: 'A later catalogue is in effect here; this one only explains older dossiers.',
    kept: 'Dossiers taken in keep the fee and due time of their receipt.',
    since: 'Received since that day by the catalogue before:',
    dossiers: 'dossiers',
  },
} as const;

/** As many procedures of each kind are named. */
const NAMED = 20;

/** 0 done, 1 refused (or thrown, with its code). */
export async function runCatalogue(
  env: Environment,
  wish: CatalogueWish & { readonly json: boolean; readonly language: Language },
  { out, say }: Says,
): Promise<0 | 1> {
  const tell = (report: object, text: string): void =>
    out(wish.json ? JSON.stringify({ motcua: 'catalogue', version: VERSION, ...report }, undefined, 2) : text);
  if (wish.act === 'list') {
    const versions = await (await asked(env)).versions();
    tell({ versions }, listText(versions, wish.language));
    return 0;
  }
  const { file, dryRun, language } = wish;
  const imported = await tellingMistakes(language, say, async () =>
    (await asked(env)).take(readImport('catalogue', file), dryRun),
  );
  tell({ imported }, importText(imported, wish.language));
  return 0;
}

interface Asked {
  readonly versions: () => Promise<readonly CatalogueVersionView[]>;
  readonly take: (text: string, dryRun: boolean) => Promise<CatalogueImported>;
}

const asked = (env: Environment): Promise<Asked> => whoAnswers(env, { running: byStation, alone: () => onItsOwn(env) });

function byStation(call: CallStation): Asked {
  return {
    versions: () => call(z.array(catalogueVersionViewSchema), 'catalogue.versions', undefined, { method: 'GET' }),
    take: async (text, dryRun) => {
      const file = await packed('catalogue', text);
      return call(catalogueImportedSchema, 'catalogue.import', { file, dryRun }, { ms: IMPORT_MS });
    },
  };
}

function onItsOwn(env: Environment): Asked {
  const clock = { now: Date.now, corrected: Date.now };
  return {
    versions: () => withOwnStore(env, (store) => versionsOf({ store, clock })),
    take: (text, dryRun) =>
      withOwnStore(env, (store) => takeIn({ store, clock }, { text, source: 'file', who: 'technician', dryRun })),
  };
}

function listText(versions: readonly CatalogueVersionView[], language: Language): string {
  const said = WORDS[language];
  if (versions.length === 0) return said.none;
  return versions
    .map(({ id, name, decision, from, procedures, source, inEffect }) =>
      [
        `${inEffect ? '* ' : '  '}${id}  ${said.from} ${formatDate(from)}  ${procedures.toLocaleString(language)} ${said.procedures}  ${said.source[source]}${inEffect ? `  (${said.inEffect})` : ''}`,
        `    ${[name, decision].filter(Boolean).join(' · ')}`,
      ].join('\n'),
    )
    .join('\n');
}

function importText({ outcome, id, from, inEffect, changes, receivedSince }: CatalogueImported, language: Language) {
  const said = WORDS[language];
  const isLater = from > localDate(Date.now());
  const head = `${said.outcome[outcome]} ${id}, ${said.from} ${formatDate(from)}: ${changes.procedures.toLocaleString(language)} ${said.procedures}.`;
  return [
    head,
    ...listed(said.added, changes.added, said.more),
    ...listed(said.removed, changes.removed, said.more),
    ...listed(
      said.changed,
      changes.changed.map((one) => ({
        ...one,
        name: `${one.name} (${one.what.map((what) => ASPECT_WORDS[what][language]).join(', ')})`,
      })),
      said.more,
    ),
    ...(inEffect || outcome === 'known' ? [] : [isLater ? said.later : said.behind]),
    said.kept,
    ...(receivedSince > 0 ? [`${said.since} ${receivedSince.toLocaleString(language)} ${said.dossiers}.`] : []),
  ].join('\n');
}

function listed(title: string, list: readonly { readonly code: string; readonly name: string }[], more: string) {
  if (list.length === 0) return [];
  const rest = list.length - NAMED;
  return [
    `${title} (${list.length}):`,
    ...list.slice(0, NAMED).map(({ code, name }) => `  ${code}  ${name}`),
    ...(rest > 0 ? [`  ${more} ${rest}`] : []),
  ];
}
