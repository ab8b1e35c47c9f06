/** What stands on every screen of the kiosk: head, bar, and the actions always at the same place. */
import {
  ALargeSmall,
  ArrowLeft,
  Check,
  Circle,
  CircleCheck,
  CircleHelp,
  House,
  ShieldCheck,
  Volume2,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '../../common/clock.ts';
import { time } from '../../common/format.ts';
import { Mark } from '../../common/Mark.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { useText } from '../text.ts';
import { useListen } from '../use-listen.ts';

export const ICON = { className: 'i', strokeWidth: 2, 'aria-hidden': true } as const;

type FrameProps = {
  readonly children: ReactNode;
  /** The buttons above the bar. */
  readonly act: ReactNode;
};

export const Frame = ({ children, act }: FrameProps) => (
  <>
    <Head />
    <main className="main" data-say="">
      {children}
    </main>
    <div className="act">{act}</div>
    <Bar />
  </>
);

const Head = () => {
  const t = useText();
  const { home } = useKiosk();
  const now = useNow();
  return (
    <header className="head">
      <Mark />
      <div className="where">
        <p className="name">{home.commune}</p>
        <p className="unit">{home.unit}</p>
      </div>
      <div className="now">
        {home.demo && <span className="demo">{t('demo')}</span>}
        <span className="time fig">{time(now)}</span>
      </div>
    </header>
  );
};

export const Bar = () => {
  const t = useText();
  const { journey, dispatch } = useKiosk();
  return (
    <nav className="bar">
      <LanguageSwitch />
      <button
        type="button"
        className={journey.large ? 'tool on' : 'tool'}
        aria-pressed={journey.large}
        onClick={() => dispatch({ do: 'size' })}
      >
        <ALargeSmall {...ICON} />
        {t(journey.large ? 'bar.smaller' : 'bar.larger')}
      </button>
      <ListenButton className="tool" />
      <button type="button" className="tool" onClick={() => dispatch({ do: 'help', open: true })}>
        <CircleHelp {...ICON} />
        {t('bar.help')}
      </button>
    </nav>
  );
};

const LanguageSwitch = () => {
  const t = useText();
  const { journey, dispatch } = useKiosk();
  return (
    <div className="lang">
      {(['vi', 'en'] as const).map((language) => {
        const on = journey.language === language;
        const Dot = on ? CircleCheck : Circle;
        return (
          <button
            key={language}
            type="button"
            lang={language}
            className={on ? 'on' : ''}
            aria-pressed={on}
            onClick={() => dispatch({ do: 'language', language })}
          >
            <Dot {...ICON} />
            {t(language === 'vi' ? 'bar.vietnamese' : 'bar.english')}
          </button>
        );
      })}
    </div>
  );
};

export const ListenButton = ({ className }: { readonly className: string }) => {
  const t = useText();
  const { journey, home } = useKiosk();
  const listening = useListen(journey, home);
  const Icon = listening.speaking || !listening.possible ? VolumeX : Volume2;
  const word = listening.speaking ? 'bar.stop' : listening.possible ? 'bar.listen' : 'bar.noVoice';
  return (
    <button type="button" className={className} disabled={!listening.possible} onClick={listening.toggle}>
      <Icon {...ICON} />
      {t(word)}
    </button>
  );
};

/** Back at the left, first screen at the right. */
export const BackAndHome = () => {
  const t = useText();
  const { dispatch } = useKiosk();
  return (
    <>
      <button type="button" className="btn" onClick={() => dispatch({ do: 'back' })}>
        <ArrowLeft {...ICON} />
        {t('act.back')}
      </button>
      <button type="button" className="btn" onClick={() => dispatch({ do: 'home' })}>
        <House {...ICON} />
        {t('act.home')}
      </button>
    </>
  );
};

/** The end of a personal screen, with the promise that it is forgotten. */
export const ForgetAndDone = () => {
  const t = useText();
  const { finish } = useKiosk();
  return (
    <>
      <p className="say">
        <ShieldCheck {...ICON} />
        <span>{t('act.forget')}</span>
      </p>
      <button type="button" className="btn" onClick={finish}>
        <Check {...ICON} />
        {t('act.done')}
      </button>
    </>
  );
};
