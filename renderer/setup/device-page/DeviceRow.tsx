import { ChevronDown, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { DeviceView } from '../../../domain/device.ts';
import { isErrorCode, sentenceOf } from '../../../domain/errors.ts';
import type { Language } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useSetupState } from '../setup-state.ts';
import { type Say, useText } from '../text.ts';
import { vi } from '../texts/vi.ts';
import { stateWord } from '../trouble.ts';
import { DevicePicture } from './DevicePicture.tsx';
import { deviceIcon } from './DevicePill.tsx';
import { EditPanel } from './EditPanel.tsx';
import { phraseObserved } from './observed.ts';
import { shortPlace } from './place.ts';
import { RemedyArt } from './RemedyArt.tsx';
import { remedyOf } from './remedy.ts';
import { TrialPanel } from './TrialPanel.tsx';
import { isTroubled, reasonCode, toneOf } from './triage.ts';

type RowProps = {
  readonly device: DeviceView;
  /** The first of the list is what to begin with: its remedy is open. */
  readonly first: boolean;
};

/** One device: what it is, how it is, how its last test went; opened when it wants a hand or is being tested. */
export const DeviceRow = ({ device, first }: RowProps) => {
  const t = useText();
  const language = useLanguage();
  const { trial, startTrial } = useSetupState();
  const tested = trial?.deviceId === device.id;
  const [editing, setEditing] = useState(false);
  const opened = isTroubled(device) && device.state !== 'busy';
  return (
    <li className={`device ${toneOf(device)} ${opened ? 'alert' : ''} ${tested ? 'trying' : ''}`}>
      <div className="row">
        <DevicePicture device={device} />
        <p className="who-it-is">
          <b className="nm">
            <span>{device.name}</span>
            <button
              type="button"
              className="edit"
              aria-label={t('add.edit.open', { name: device.name })}
              aria-expanded={editing}
              title={t('add.edit.title')}
              onClick={() => setEditing(!editing)}
            >
              <I of={Pencil} small />
            </button>
          </b>
          <span className="muted">{inLanguage(language, device.model, t(`kind.${device.kind}`))}</span>
        </p>
        <p className="two conn">
          {driverName(t, device.driver)}
          <span className="fig" title={device.connection}>
            {inLanguage(language, shortPlace(device.connection), '')}
          </span>
        </p>
        <State device={device} />
        <LastTest device={device} />
        <Button
          label={t(`act.${device.kind}`)}
          about={device.name}
          onPress={() => startTrial(device)}
          disabled={tested && trial?.noted === undefined && !trial?.failure}
        />
      </div>
      {editing && <EditPanel device={device} onClose={() => setEditing(false)} />}
      {opened && <Remedy device={device} open={first || device.state === 'attention'} />}
      {tested && <TrialPanel trial={trial} device={device} />}
    </li>
  );
};

type DriverKey = keyof typeof vi.driver;
const isDriver = (name: string): name is DriverKey => Object.hasOwn(vi.driver, name);
export const driverName = (t: Say, driver: string): string => (isDriver(driver) ? t(`driver.${driver}`) : driver);

/** The station names models and places in Vietnamese; an English page shows only what it can read in either language. */
export const inLanguage = (language: Language, text: string, otherwise: string): string =>
  language === 'vi' || /^[\x20-\x7e]*$/.test(text) ? text : otherwise;

const State = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  return (
    <div className="two">
      <p className={`state ${toneOf(device)}`}>
        <I of={deviceIcon(device)} />
        {stateWord(t, device)}
      </p>
      {device.state === 'unknown' && <span>{t('stateMore.unknown')}</span>}
      {isTroubled(device) && <span>{t('stateMore.since', { at: device.since })}</span>}
    </div>
  );
};

const LastTest = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  const { trial } = useSetupState();
  if (trial?.deviceId === device.id && trial.noted === undefined && !trial.failure)
    return <p className="two">{t('tested.now')}</p>;
  const last = device.lastTest;
  if (!last) return <p className="two muted">{t('tested.never')}</p>;
  return (
    <p className={`two ${last.ok ? '' : 'bad'}`}>
      {t(last.ok ? 'tested.passed' : 'tested.failed', { at: last.at })}
      <span>{phraseObserved(t, last.observed)}</span>
    </p>
  );
};

/** What happened and what to do, in steps with pictures; the code stands small for the telephone. */
const Remedy = ({ device, open }: { readonly device: DeviceView; readonly open: boolean }) => {
  const t = useText();
  const say = useSay();
  const code = reasonCode(device);
  return (
    <details className="todo" open={open}>
      <summary className="say">
        <span>{code !== undefined && isErrorCode(code) ? say(sentenceOf(code)) : t('state.absent')}</span>
        <span className="code fig">{code}</span>
        <I of={ChevronDown} />
      </summary>
      <ol>
        {remedyOf(device).map((step) => (
          <li key={step} className="do">
            <RemedyArt step={step} />
            <span>
              <b>{t(`remedy.${step}.title`)}</b>
              {t(`remedy.${step}.text`)}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
};
