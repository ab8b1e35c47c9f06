import { Hand } from 'lucide-react';
import { WARNING_MS } from '../idle.ts';
import { ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';

const TOTAL = WARNING_MS / 1000;

/** Any touch anywhere goes on (use-idle.ts listens to the whole window); the button says so. */
export const IdleWarning = ({ seconds }: { readonly seconds: number }) => {
  const t = useText();
  return (
    <>
      <div className="veil" />
      <section className="ask-box" role="alertdialog" aria-labelledby="idle-ask">
        <svg className="ring" viewBox="0 0 296 296" aria-hidden="true">
          <circle className="track" cx="148" cy="148" r="136" fill="none" strokeWidth="20" />
          <circle
            className="left"
            cx="148"
            cy="148"
            r="136"
            fill="none"
            strokeWidth="20"
            strokeLinecap="round"
            pathLength={TOTAL}
            strokeDasharray={`${seconds} ${TOTAL}`}
            transform="rotate(-90 148 148)"
          />
          <text x="148" y="172" fontSize="120" fontWeight="800">
            {seconds}
          </text>
          <text className="unit" x="148" y="218" fontSize="32">
            {t('idle.seconds')}
          </text>
        </svg>
        <h1 className="ask" id="idle-ask">
          {t('idle.ask')}
        </h1>
        <p className="lead">{t('idle.lead')}</p>
        <button type="button" className="btn btn-primary">
          <Hand {...ICON} />
          {t('idle.stay')}
        </button>
      </section>
    </>
  );
};
