import { CircleCheck, Info, ScanBarcode, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type BenchState, readerFaultSchema } from '../../../domain/bench.ts';
import { station } from '../../common/client.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { timeWithSeconds } from '../../common/format.ts';
import { phraseHappening } from '../frame/Log.tsx';
import type { Happening } from '../happenings.ts';
import { I } from '../parts/I.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useSetupState } from '../setup-state.ts';
import { type Say, useText } from '../text.ts';
import { type Keys, useKeys } from '../use-keys.ts';
import { ThingArt } from './ThingArt.tsx';
import { type ThingKey, thingsOf } from './things.ts';
import type { BenchAct } from './use-bench-act.ts';

type ToolProps = { readonly bench: BenchState; readonly act: BenchAct };

/** Holds a code to one of the virtual readers; it then goes the way of a real reader's bytes. */
export const ReaderTool = ({ bench, act }: ToolProps) => {
  const t = useText();
  const { did } = useSetupState();
  const [chosen, setChosen] = useState<string>();
  const [last, setLast] = useState<ThingKey | 'free'>();
  const [writing, setWriting] = useState(false);
  const reader = bench.readers.find(({ id }) => id === chosen) ?? bench.readers[0];
  const things = thingsOf(bench.samples);

  const scan = (key: ThingKey | 'free', text: string) => {
    if (!reader || text === '') return;
    setLast(key);
    const values = { name: reader.name, thing: t(`bench.things.${key}.name`) };
    station.bench.scan.mutate({ deviceId: reader.id, text }).then(
      (arrived) => did(arrived ? 'did-scan' : 'did-scan-lost', values),
      () => did('did-scan-lost', values),
    );
  };
  const keys: Keys = Object.fromEntries(
    things.map(({ key, text }, index) => [`Alt+${index + 1}`, () => scan(key, text)]),
  );
  useKeys({ ...keys, 'Alt+6': () => setWriting(true) });

  if (!reader)
    return (
      <section className="tool tall reader">
        <h2>{t('bench.feed')}</h2>
        <p className="muted">{t('bench.noReader')}</p>
      </section>
    );
  return (
    <section className="tool tall reader">
      <h2>{t('bench.feed')}</h2>
      <div className="beside">
        <Segments
          label={t('bench.which')}
          options={bench.readers.map(({ id, name, state }) => ({
            value: id,
            label: state === 'absent' ? `${name}, ${t('bench.unplugged')}` : name,
            due: state === 'absent',
          }))}
          value={reader.id}
          onChange={setChosen}
        />
        <Picker
          label={t('bench.faultLabel')}
          options={readerFaultSchema.options.map((value) => ({
            value,
            label: t(`bench.readerFault.${value}`),
            due: value !== 'none',
          }))}
          value={reader.fault}
          onChange={(fault) =>
            act(() => station.bench.readerFault.mutate({ deviceId: reader.id, fault }), 'did-reader', {
              name: reader.name,
              what: t(`bench.readerFault.${fault}`),
            })
          }
        />
      </div>
      <p className="lbl">{t('bench.press')}</p>
      <div className="things">
        {things.map(({ key, text, shown }, index) => (
          <button
            key={key}
            type="button"
            className={last === key ? 'thing on' : 'thing'}
            disabled={text === ''}
            onClick={() => scan(key, text)}
          >
            <ThingArt kind={key} text={text} />
            <ThingWords
              t={t}
              kind={key}
              number={index + 1}
              shown={text === '' ? t(`bench.things.${key}.none`) : shown}
            />
          </button>
        ))}
        <button
          type="button"
          className={writing ? 'thing on' : 'thing'}
          aria-expanded={writing}
          onClick={() => setWriting(!writing)}
        >
          <ThingArt kind="free" text="" />
          <ThingWords t={t} kind="free" number={6} shown={t('bench.things.free.none')} />
        </button>
      </div>
      {writing && <FreeText onScan={(text) => scan('free', text)} />}
      <Just />
    </section>
  );
};

type WordsProps = {
  readonly t: Say;
  readonly kind: ThingKey | 'free';
  readonly number: number;
  readonly shown: string;
};
const ThingWords = ({ t, kind, number, shown }: WordsProps) => (
  <span className="thing-words">
    <b>{t(`bench.things.${kind}.name`)}</b>
    <kbd>Alt {number}</kbd>
    {kind === 'receipt' && shown.includes('-') ? <DossierCode code={shown} /> : <span className="fig">{shown}</span>}
  </span>
);

const FreeText = ({ onScan }: { readonly onScan: (text: string) => void }) => {
  const t = useText();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Whoever asked for this field wants to type into it.
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="free"
      onSubmit={(event) => {
        event.preventDefault();
        onScan(text);
      }}
    >
      <input
        aria-label={t('bench.freeLabel')}
        placeholder={t('bench.freePlace')}
        value={text}
        maxLength={5000}
        autoComplete="off"
        spellCheck={false}
        ref={field}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn" disabled={text === ''}>
        <I of={ScanBarcode} small />
        {t('bench.freeSend')}
      </button>
    </form>
  );
};

const ABOUT_READING: readonly Happening['key'][] = ['read', 'refused', 'did-scan-lost'];

/** What became of the last scan, as far as this window may know. */
const Just = () => {
  const t = useText();
  const { log } = useSetupState();
  const last = log.find(({ key }) => ABOUT_READING.includes(key));
  if (!last)
    return (
      <div className="just calmly" role="status">
        <I of={Info} />
        <p>{t('bench.nothingYet')}</p>
      </div>
    );
  const good = last.key === 'read';
  const title =
    last.key === 'did-scan-lost'
      ? t('bench.justLost')
      : t(good ? 'bench.justRead' : 'bench.justRefused', { time: timeWithSeconds(last.at) });
  return (
    <div className={good ? 'just' : 'just due'} role="status">
      <I of={good ? CircleCheck : TriangleAlert} />
      <p>
        <b>{title}</b>
        <br />
        {phraseHappening(t, last)}
      </p>
    </div>
  );
};
