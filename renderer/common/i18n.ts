/**
 * Texts of a window. Vietnamese leads: its file fixes the keys, the English file is typed after it, so a missing or
 * misspelt key fails to compile on either side and at every use.
 */
import i18next, { type TOptions } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { DueExplanation } from '../../domain/deadline.ts';
import type { Bilingual } from '../../domain/ids.ts';
import type { Explanation } from '../../domain/views/explanation.ts';
import { stationNow } from './clock.ts';
import { date, type Language, since, time, when } from './format.ts';
import { commonEn } from './texts/en.ts';
import { commonVi } from './texts/vi.ts';

export type Texts = { readonly [key: string]: string | Texts };

/** The same keys as `T`. English may add a `_one` beside an `_other`; Vietnamese has no plural. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> } & {
  readonly [K in keyof T as K extends `${infer Base}_other` ? `${Base}_one` : never]?: string;
};

type Leaf<K extends string> = K extends `${infer Base}_other` ? Base : K;
/** Dotted keys of a text file: `'list.empty.title'`. */
export type KeyOf<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${Leaf<K>}` : KeyOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** Must be called once, before the first render. */
export const startTexts = (vi: Texts, en: Texts, language: Language = 'vi'): void => {
  i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    ns: ['window', 'common'],
    defaultNS: 'window',
    resources: { vi: { window: vi, common: commonVi }, en: { window: en, common: commonEn } },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  addFormats();
  document.documentElement.lang = language;
};

/** Instants inside texts: `{{dueAt, when}}`, `{{at, since}}`, `{{at, time}}`, `{{at, date}}`. */
const addFormats = (): void => {
  const add = (name: string, write: (at: number, language: Language) => string) =>
    i18next.services.formatter?.add(name, (value, language) =>
      typeof value === 'number' ? write(value, language === 'en' ? 'en' : 'vi') : '',
    );
  add('when', (at, language) => when(at, stationNow(), language));
  add('since', (at, language) => since(at, stationNow(), language));
  add('time', time);
  add('date', date);
};

export const setLanguage = (language: Language): void => {
  document.documentElement.lang = language;
  i18next.changeLanguage(language);
};

/** The language in use; re-renders when it changes. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'vi');

export type Translate<T> = (key: KeyOf<T> & string, values?: TOptions) => string;

/** A window makes its own typed hook once: `export const useText = textsOf<typeof vi>()`. */
export const textsOf =
  <T extends Texts>() =>
  (): Translate<T> => {
    const { t } = useTranslation('window');
    return useCallback((key: string, values?: TOptions) => t(key, { ...values }), [t]);
  };

/** Texts that all windows share (renderer/common/texts). */
export const useCommonText = (): Translate<typeof commonVi> => {
  const { t } = useTranslation('common');
  return useCallback((key: string, values?: TOptions) => t(key, { ...values }), [t]);
};

/** A sentence in the language in use. */
export const useSay = (): ((sentence: Bilingual) => string) => {
  const language = useLanguage();
  return useCallback((sentence) => sentence[language], [language]);
};

/** An explanation carries its values apart; a due time's explanation carries them beside its key. */
export type Explained = Explanation | DueExplanation;

/** Phrases what the station explains by key and values. An unknown key shows nothing rather than a raw key. */
export const useExplain = (): ((explanation: Explained | undefined) => string) => {
  const { t, i18n } = useTranslation('common');
  return useCallback(
    (explanation) => {
      if (!explanation) return '';
      const key = `explain.${explanation.key}`;
      const values: Record<string, unknown> = 'values' in explanation ? explanation.values : explanation;
      return i18n.exists(key, { ns: 'common' }) ? t(key, { ...values }) : '';
    },
    [t, i18n],
  );
};
