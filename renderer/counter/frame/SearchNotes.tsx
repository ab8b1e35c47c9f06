import type { DossierSearch } from '../../../domain/search.ts';
import { useText } from '../text.ts';

/** What stands above the rows: that they are only similar, or that there are none, or that some cannot be found yet. */
export const SearchNotes = ({ found, none }: { readonly found: DossierSearch; readonly none: string }) => {
  const t = useText();
  return (
    <>
      {found.indexing && <p className="muted">{t('top.indexing')}</p>}
      {found.near && <p className="muted">{t('top.near')}</p>}
      {found.rows.length === 0 && !found.indexing && <p className="muted">{none}</p>}
    </>
  );
};
