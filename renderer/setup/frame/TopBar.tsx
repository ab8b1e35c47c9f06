import { Landmark, Languages } from 'lucide-react';
import type { SetupState } from '../../../domain/views/setup.ts';
import { useNow } from '../../common/clock.ts';
import { time, weekdayDate } from '../../common/format.ts';
import { setLanguage, useLanguage } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { type Page, useSetupState } from '../setup-state.ts';
import { useText } from '../text.ts';

export const TopBar = ({ state }: { readonly state: SetupState | undefined }) => {
  const t = useText();
  const language = useLanguage();
  return (
    <header className="top">
      <I of={Landmark} />
      <p className="commune">
        <b>{t('app')}</b>
        <span className="sub">{state?.desk.commune}</span>
      </p>
      <p className="where">
        <b>{t('top.where')}</b>
        <span className="sub">{state && t('top.desk', { desk: state.desk.desk })}</span>
      </p>
      {state && <Tabs bench={state.bench} />}
      <button
        type="button"
        className="tongue"
        lang={language === 'vi' ? 'en' : 'vi'}
        onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
      >
        <I of={Languages} />
        {t('top.otherLanguage')}
      </button>
      <p className="who">{t('top.role')}</p>
      <Clock />
    </header>
  );
};

const TABS = [
  { page: 'devices', key: 'Alt T' },
  { page: 'pairing', key: 'Alt G' },
  { page: 'lists', key: 'Alt D' },
  { page: 'bench', key: 'Alt B' },
] as const satisfies readonly { page: Page; key: string }[];

const Tabs = ({ bench }: { readonly bench: boolean }) => {
  const t = useText();
  const { page, go } = useSetupState();
  return (
    <nav className="tabs" aria-label={t('top.pages')}>
      {TABS.filter((tab) => bench || tab.page !== 'bench').map((tab) => (
        <button
          key={tab.page}
          type="button"
          aria-current={tab.page === page ? 'page' : undefined}
          onClick={() => go(tab.page)}
        >
          {t(`top.${tab.page}`)}
          <kbd>{tab.key}</kbd>
        </button>
      ))}
    </nav>
  );
};

const Clock = () => {
  const now = useNow();
  const language = useLanguage();
  return (
    <p className="clock">
      <b className="fig">{time(now)}</b>
      <span className="sub">{weekdayDate(now, language)}</span>
    </p>
  );
};
