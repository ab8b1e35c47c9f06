/** Typing a code: six digits of the day, then four of the number, with the receipt's picture above. */
import { CalendarDays, CircleAlert, Delete, Search } from 'lucide-react';
import type { Instant } from '../../../domain/ids.ts';
import { compactDate, fromLocal, localDate } from '../../../domain/local-time.ts';
import { stationNow } from '../../common/clock.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import type { Screen } from '../journey.ts';
import {
  boxes,
  changeDay,
  codeOf,
  dayOf,
  isComplete,
  KEYS,
  type KeypadKey,
  type KeypadState,
  press,
  withDay,
} from '../keypad.ts';
import { useKiosk } from '../kiosk-context.ts';
import { barcodePath } from '../parts/art.tsx';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';
import { dayWords } from '../words.ts';

type KeypadProps = { readonly screen: Extract<Screen, { kind: 'keypad' }> };

export const KeypadScreen = ({ screen: { keypad, failure } }: KeypadProps) => {
  const t = useText();
  const { dispatch } = useKiosk();
  const set = (next: KeypadState) => dispatch({ do: 'replace', to: { kind: 'keypad', keypad: next } });
  const typing = keypad.step === 'day';
  return (
    <Frame act={<BackAndHome />}>
      <div className="keypad-title">
        <h1 className="ask">{t(typing ? 'keypad.askDay' : 'keypad.askNumber')}</h1>
        <p className="lead">{t(typing ? 'keypad.leadDay' : 'keypad.leadNumber')}</p>
      </div>
      <Above keypad={keypad} failure={failure} />
      <div className="hands">
        {typing ? <TodayLine set={set} /> : <DayLine keypad={keypad} set={set} />}
        <CodeLine keypad={keypad} />
        <Keys keypad={keypad} set={set} />
      </div>
    </Frame>
  );
};

const Above = ({ keypad, failure }: { readonly keypad: KeypadState; readonly failure: string | undefined }) => {
  const t = useText();
  const say = useSay();
  if (keypad.problem)
    return <Trouble first={t(keypad.problem === 'no-such-day' ? 'keypad.noSuchDay' : 'keypad.futureDay')} />;
  const sentence = failure && failureOfCode(failure).sentence;
  return sentence ? (
    <Trouble first={say(sentence)} rest={t('keypad.notFoundMore')} code={failure} />
  ) : (
    <Paper step={keypad.step} />
  );
};

const Trouble = ({ first, rest, code }: { readonly first: string; readonly rest?: string; readonly code?: string }) => (
  <div className="trouble" role="alert">
    <CircleAlert {...ICON} />
    <p>
      <b>{first}</b>
      {rest} {code && <small className="num">{code}</small>}
    </p>
  </div>
);

/** The head of a receipt, with the digits meant in a frame. */
const Paper = ({ step }: { readonly step: KeypadState['step'] }) => {
  const t = useText();
  const { home } = useKiosk();
  const sample = compactDate(localDate(stationNow()));
  return (
    <div className="paper" aria-hidden="true">
      <div className="sheet">
        <p className="ttl">{t('keypad.paper')}</p>
        <svg width="465.5" height="60" fill="var(--ink)" aria-hidden="true">
          <path transform="scale(1.75 1)" d={barcodePath(60)} />
        </svg>
        <p className="code fig">
          {home.agency}-{step === 'day' ? <b>{sample}</b> : sample}-{step === 'number' ? <b>0042</b> : '0042'}
        </p>
      </div>
      <span className="tip">{t(step === 'day' ? 'keypad.tipDay' : 'keypad.tipNumber')}</span>
      <svg className="hook" viewBox="0 0 952 252" aria-hidden="true">
        {step === 'day' ? (
          <path d="M808 140C808 226 560 240 452 222M470 208L452 222L466 240" />
        ) : (
          <path d="M808 140C808 168 728 176 600 176M620 160L600 176L620 192" />
        )}
      </svg>
    </div>
  );
};

type SetProps = { readonly set: (next: KeypadState) => void };

const TodayLine = ({ set }: SetProps) => {
  const t = useText();
  return (
    <div className="card fill">
      <CalendarDays {...ICON} />
      <span>{t('keypad.today')}</span>
      <button type="button" className="btn" onClick={() => set(withDay(localDate(stationNow())))}>
        {t('keypad.useToday')}
      </button>
    </div>
  );
};

const DayLine = ({ keypad, set }: SetProps & { readonly keypad: KeypadState }) => {
  const t = useText();
  const { journey } = useKiosk();
  const day = dayOf(keypad);
  const at: Instant | undefined = day === undefined ? undefined : fromLocal(day, '12:00');
  return (
    <div className="card fill">
      <CalendarDays {...ICON} />
      <span>
        {t('keypad.dayIs')} <b>{at === undefined ? '' : dayWords(at, journey.language)}</b>
      </span>
      <button type="button" className="btn" onClick={() => set(changeDay())}>
        {t('keypad.changeDay')}
      </button>
    </div>
  );
};

const CodeLine = ({ keypad }: { readonly keypad: KeypadState }) => {
  const t = useText();
  const { home } = useKiosk();
  const cells = boxes(keypad);
  const next = cells.indexOf('');
  return (
    <div className="code-in">
      <p>
        <span className="cap">{t('keypad.code')}</span>
        <br />
        <span className="pre fig">
          {home.agency} – {keypad.step === 'number' && `${keypad.day} –`}
        </span>
      </p>
      <ol className={keypad.step === 'day' ? 'fig six' : 'fig'}>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a box is
          <li key={index} className={keypad.problem ? 'bad' : index === next ? 'now' : ''}>
            {cell}
          </li>
        ))}
      </ol>
    </div>
  );
};

const Keys = ({ keypad, set }: SetProps & { readonly keypad: KeypadState }) => {
  const t = useText();
  const { home, lookUp } = useKiosk();
  const today = localDate(stationNow());
  const code = codeOf(keypad, home.agency);
  return (
    <div className="keys">
      {KEYS.map((key) => (
        <Key key={key} of={key} press={() => set(press(keypad, key, today))} />
      ))}
      <button
        type="button"
        className="key word go"
        disabled={!isComplete(keypad)}
        onClick={() => code && lookUp(code, keypad)}
      >
        <Search {...ICON} />
        {t('keypad.search')}
      </button>
    </div>
  );
};

const Key = ({ of, press: onPress }: { readonly of: KeypadKey; readonly press: () => void }) => {
  const t = useText();
  if (of !== 'delete')
    return (
      <button type="button" className="key fig" onClick={onPress}>
        {of}
      </button>
    );
  return (
    <button type="button" className="key word" onClick={onPress}>
      <Delete {...ICON} />
      {t('keypad.delete')}
    </button>
  );
};
