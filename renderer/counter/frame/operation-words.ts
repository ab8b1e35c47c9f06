import type { Translate } from '../../common/i18n.ts';
import type { vi } from '../texts/vi.ts';

const WORD = {
  'dossier.received': 'outbox.dossier-received',
  'dossier.acted': 'outbox.dossier-acted',
  'dossier.moved': 'outbox.dossier-moved',
  'document.attached': 'outbox.document-attached',
  'rating.given': 'outbox.rating-given',
} as const;

const isKnown = (type: string): type is keyof typeof WORD => Object.hasOwn(WORD, type);

/** What an operation of the outbox was, in the officer's words. */
export const operationWord = (t: Translate<typeof vi>, type: string): string => (isKnown(type) ? t(WORD[type]) : type);
