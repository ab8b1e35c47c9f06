import { ChevronRight, FileSearch, type LucideIcon, ScrollText, Star, Ticket } from 'lucide-react';
import { useNow } from '../../common/clock.ts';
import { time } from '../../common/format.ts';
import { Mark } from '../../common/Mark.tsx';
import { openKeypad } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { Bridge, ReceiptArt } from '../parts/art.tsx';
import { Bar, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';
import { dayMonthWords, leafOf } from '../words.ts';

/** Longer names of a commune take a smaller type in the head. */
const LONG_NAME = 21;

export const HomeScreen = () => {
  const t = useText();
  return (
    <>
      <HomeHead />
      <div className="home-ask" data-say="">
        <h1 className="ask">{t('home.ask')}</h1>
        <p className="lead">{t('home.lead')}</p>
      </div>
      <Tiles />
      <section className="scan" data-say="">
        <div className="txt">
          <p className="pre">{t('home.scanPre')}</p>
          <h2>{t('home.scan')}</h2>
          <p className="sub">{t('home.scanWhere')}</p>
        </div>
        <ReceiptArt />
      </section>
      <Bar />
    </>
  );
};

const HomeHead = () => {
  const t = useText();
  const { home, journey } = useKiosk();
  const now = useNow();
  const { weekday } = leafOf(now, journey.language);
  const name = journey.language === 'vi' ? weekday.charAt(0).toUpperCase() + weekday.slice(1) : weekday.slice(0, 3);
  return (
    <header className="head head-home">
      <Mark />
      <div className="where">
        <p className={home.commune.length > LONG_NAME ? 'name long' : 'name'}>{home.commune}</p>
        <p className="unit">{home.unit}</p>
      </div>
      <div className="now">
        <span className="time fig">{time(now)}</span>
        <span className="date">
          {name}, {dayMonthWords(now, journey.language)}
        </span>
        {home.demo && <span className="demo">{t('demo')}</span>}
      </div>
      <Bridge />
    </header>
  );
};

const Tiles = () => {
  const t = useText();
  const { home, go } = useKiosk();
  return (
    <div className="grid" data-say="">
      <Tile icon={FileSearch} title={t('home.find')} more={t('home.findMore')} open={() => go(openKeypad())} />
      <Tile
        icon={Ticket}
        title={t('home.ticket')}
        more={t(home.open ? 'home.ticketMore' : 'home.ticketClosed')}
        open={() => go({ kind: 'fields', page: 0 })}
      />
      <Tile
        icon={ScrollText}
        title={t('home.procedures')}
        more={t('home.proceduresMore')}
        open={() => go({ kind: 'procedure-fields', page: 0 })}
      />
      <Tile icon={Star} title={t('home.rate')} more={t('home.rateMore')} open={() => go({ kind: 'rate' })} />
    </div>
  );
};

type TileProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly more: string;
  readonly open: () => void;
};

const Tile = ({ icon: Icon, title, more, open }: TileProps) => (
  <button type="button" className="tile" onClick={open}>
    <span className="top">
      <span className="pic">
        <Icon {...ICON} />
      </span>
      <ChevronRight {...ICON} className="i go" />
    </span>
    <span className="t">{title}</span>
    <span className="p">{more}</span>
  </button>
);
