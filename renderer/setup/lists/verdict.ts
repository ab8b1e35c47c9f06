/** The sentence on top of a file that was looked at or taken in, and what is to be known with it. Pure. */
import { assertNever } from '../../../domain/assert-never.ts';
import type { CatalogueImported } from '../../../domain/catalogue-changes.ts';
import type { SettingsImported } from '../../../domain/effective-setting.ts';
import type { OfficersImported } from '../../../domain/officer.ts';
import { amount, day } from '../../common/format.ts';
import type { Say } from '../text.ts';
import type { Imported } from './bring.ts';

export interface Verdict {
  readonly title: string;
  readonly more: readonly string[];
}

export const takenWords = (t: Say, { list, imported }: Imported, today: string): string =>
  list === 'catalogue' && imported.from > today ? t('lists.takenLater', { day: day(imported.from) }) : t('lists.taken');

export function triedWords(t: Say, result: Imported, today: string, isPortals: boolean): Verdict {
  switch (result.list) {
    case 'catalogue':
      return catalogueWords(t, result.imported, today);
    case 'settings':
      return settingsWords(t, result.imported);
    case 'officers':
      return officersWords(t, result.imported, isPortals);
    default:
      return assertNever(result);
  }
}

function catalogueWords(t: Say, { from, inEffect, receivedSince }: CatalogueImported, today: string): Verdict {
  const later = from > today ? t('lists.catalogueLater', { day: day(from) }) : t('lists.catalogueBehind');
  const since = t('lists.since', { day: day(from), count: receivedSince, n: amount(receivedSince) });
  return {
    title: inEffect ? t('lists.catalogueNow') : later,
    more: [t('lists.catalogueKept'), ...(receivedSince > 0 ? [since] : [])],
  };
}

function settingsWords(t: Say, { added, known }: SettingsImported): Verdict {
  const here = known > 0 ? [t('lists.settingsKnown', { count: known, n: amount(known) })] : [];
  return {
    title: t('lists.settingsNew', { count: added.length, n: amount(added.length) }),
    more: [...here, t('lists.settingsKept')],
  };
}

function officersWords(t: Say, imported: OfficersImported, isPortals: boolean): Verdict {
  const { officers, added, removed, changed } = imported;
  const isOrder = added.length + removed.length + changed.length === 0;
  return {
    title: officers === 0 ? t('lists.officersNone') : t('lists.officersNew', { count: officers, n: amount(officers) }),
    more: [...(isOrder ? [t('lists.officersOrder')] : []), ...(isPortals ? [t('lists.officersPortal')] : [])],
  };
}
