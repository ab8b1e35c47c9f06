import { Landmark, ScanBarcode } from 'lucide-react';
import { useNow } from '../../common/clock.ts';
import { time, weekdayDate } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useDesk, useShift } from '../data.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { SearchBox } from './SearchBox.tsx';

export const TopBar = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: desk } = useDesk();
  return (
    <header className="top">
      <div className="brand">
        <I of={Landmark} />
        <span>
          <b>{t('app')}</b>
          <span>{desk?.commune}</span>
        </span>
      </div>
      <div className="find">
        <SearchBox />
        <span className="anytime">
          <I of={ScanBarcode} />
          <span>{t('top.anytime')}</span>
        </span>
      </div>
      <div className="who">
        <button type="button" className="help" onClick={() => show('help')}>
          <Kbd k="?" />
          <span>{t('top.help')}</span>
        </button>
        <Officer />
        <Clock />
      </div>
    </header>
  );
};

/** Whose name goes on what is done; a button where the office has a list to choose from. */
const Officer = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: desk } = useDesk();
  const { data: shift } = useShift();
  const lines = (
    <>
      <b>{shift?.name ?? desk?.officer}</b>
      <span>{desk && t('top.desk', { desk: desk.desk, fields: desk.deskFields })}</span>
    </>
  );
  if (!shift || shift.officers.length === 0) return <span className="officer">{lines}</span>;
  return (
    <button type="button" className="officer" title={t('office.change')} onClick={() => show('shift')}>
      {lines}
      <Kbd k="Alt+O" />
    </button>
  );
};

const Clock = () => {
  const now = useNow();
  const language = useLanguage();
  const day = weekdayDate(now, language);
  return (
    <span className="clock">
      <b>{time(now)}</b>
      <span>{day.charAt(0).toUpperCase() + day.slice(1)}</span>
    </span>
  );
};
