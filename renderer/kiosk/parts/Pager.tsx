import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useText } from '../text.ts';
import { ICON } from './Frame.tsx';

type PagerProps = { readonly page: number; readonly pages: number; readonly turn: (page: number) => void };

/** Turns pages; nothing when there is only one. */
export const Pager = ({ page, pages, turn }: PagerProps) => {
  const t = useText();
  if (pages === 1) return null;
  return (
    <div className="pager">
      <button type="button" className="btn" disabled={page === 0} onClick={() => turn(page - 1)}>
        <ChevronLeft {...ICON} />
        {t('act.earlier')}
      </button>
      <p className="num">{t('act.page', { page: page + 1, pages })}</p>
      <button type="button" className="btn" disabled={page === pages - 1} onClick={() => turn(page + 1)}>
        {t('act.later')}
        <ChevronRight {...ICON} />
      </button>
    </div>
  );
};
