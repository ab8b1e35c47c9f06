import { Hourglass } from 'lucide-react';
import type { DossierSearch } from '../../../domain/search.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

/** What stands above the rows: that they are only similar, or that there are none, or that some cannot be found yet. */
export const SearchNotes = ({ found, none }: { readonly found: DossierSearch; readonly none: string }) => {
  const t = useText();
  const isEmpty = found.rows.length === 0;
  return (
    <>
      {found.indexing && (
        <p className="muted with-icon">
          <I of={Hourglass} />
          {t(isEmpty ? 'top.indexingNone' : 'top.indexing')}
        </p>
      )}
      {found.near && <p className="muted">{t('top.near')}</p>}
      {isEmpty && !found.indexing && <p className="muted">{none}</p>}
    </>
  );
};
