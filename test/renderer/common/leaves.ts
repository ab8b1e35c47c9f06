import type { Texts } from '../../../renderer/common/i18n.ts';

/** Every text by its dotted key. */
export const leaves = (texts: Texts, prefix = ''): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...leaves(value, `${prefix}${key}.`)],
    ),
  );

/** The values a text wants, without their formats: `{{at, time}}` → `at`. */
export const placeholders = (text = ''): readonly string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name).sort();
