import { LoaderCircle, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import type { ScanPage } from './reconcile.ts';

type ThumbProps = {
  readonly page: ScanPage;
  readonly sessionId: Uuid7;
  readonly current: boolean;
  readonly onChoose: (id: Uuid7) => void;
};

/** A page in the strip: its picture when there is one, and in a word what is the matter with it. */
export const Thumb = memo(({ page, sessionId, current, onChoose }: ThumbProps) => {
  const t = useText();
  const bad = page.state === 'damaged' || page.blank;
  const state = `${current ? 'sel' : ''} ${page.dropped ? 'dropped' : bad ? 'flagged' : ''} ${page.role}`;
  return (
    <li className={state} data-page={page.id} aria-current={current || undefined}>
      <button
        type="button"
        tabIndex={current ? 0 : -1}
        onClick={() => onChoose(page.id)}
        aria-label={t('scan.page', { number: page.number })}
      >
        <span className="pg">
          {page.state === 'ready' && (
            <img src={`files/scan/${sessionId}/${page.id}.jpg?w=240&r=${page.rotation}`} alt="" loading="lazy" />
          )}
          {page.state === 'processing' && (
            <span className="making">
              <I of={LoaderCircle} className="spin" />
              <span>{t('scan.processing')}</span>
            </span>
          )}
          <Flag page={page} />
        </span>
      </button>
      <span className="no">{page.number}</span>
    </li>
  );
});

const Flag = ({ page }: { readonly page: ScanPage }) => {
  const t = useText();
  if (page.dropped) return <span className="flag">{t('scan.dropped')}</span>;
  if (page.state === 'damaged')
    return (
      <span className="flag">
        <I of={TriangleAlert} />
        {t('scan.damaged')}
      </span>
    );
  if (page.role === 'separator') return <span className="flag calm">{t('scan.separator')}</span>;
  if (!page.blank) return null;
  return (
    <span className="flag">
      <I of={TriangleAlert} />
      {t('scan.blank')}
    </span>
  );
};
