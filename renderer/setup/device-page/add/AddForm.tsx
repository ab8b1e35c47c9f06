import { ArrowLeft, Plus } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { DeviceIdentity } from '../../../../domain/device.ts';
import type { DeviceConfig } from '../../../../domain/device-config.ts';
import { ErrorNotice } from '../../../common/ErrorNotice.tsx';
import { failureOf } from '../../../common/failure.ts';
import { Button } from '../../parts/Button.tsx';
import { I } from '../../parts/I.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { Stepper } from '../../parts/Stepper.tsx';
import { useText } from '../../text.ts';
import { configOf, DOTS, type Draft, draftOf, FRAMINGS, SPEEDS, withRole } from './draft.ts';
import { useAdd } from './use-add.ts';

type FormProps = {
  readonly title: string;
  /** What it may be, the likeliest first. */
  readonly choices: readonly DeviceConfig[];
  readonly identity?: DeviceIdentity | undefined;
  readonly desk: number;
  readonly onBack: () => void;
  readonly onAdded: () => void;
};

/** Role, window and name of a new device, and the little that only a person knows of its line. */
export const AddForm = ({ title, choices, identity, desk, onBack, onAdded }: FormProps) => {
  const t = useText();
  const [first] = choices;
  const [draft, setDraft] = useState<Draft | undefined>(first && draftOf(first, desk));
  const [tried, setTried] = useState(false);
  const adding = useAdd();
  if (!draft) return null;
  const config = configOf(draft, desk);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (config) adding.mutate({ config, ...(identity ? { identity } : {}) }, { onSuccess: onAdded });
  };
  return (
    <form className="add-form" onSubmit={submit} noValidate>
      <p className="add-what">
        <b>{title}</b>
        <Button quiet label={t('add.back')} icon={ArrowLeft} onPress={onBack} />
      </p>
      <div className="fields">
        {choices.length > 1 && (
          <Segments
            label={t('add.form.role')}
            options={choices.map(({ driver, kind }) => ({ value: driver, label: t(`kind.${kind}`) }))}
            value={draft.config.driver}
            onChange={(driver) => {
              const chosen = choices.find((one) => one.driver === driver);
              if (chosen) setDraft(withRole(draft, chosen));
            }}
          />
        )}
        <Fields draft={draft} set={setDraft} />
      </div>
      {tried && !config && <p className="wrong">{t('add.form.wrong')}</p>}
      {adding.error && <ErrorNotice failure={failureOf(adding.error)} />}
      <button type="submit" className="btn strong" disabled={adding.isPending}>
        <I of={Plus} small />
        {t(adding.isPending ? 'add.form.adding' : 'add.form.add')}
      </button>
    </form>
  );
};

type FieldsProps = { readonly draft: Draft; readonly set: (draft: Draft) => void };

const Fields = ({ draft, set }: FieldsProps) => {
  const t = useText();
  const { config } = draft;
  return (
    <>
      <Field
        label={t('add.form.name')}
        value={draft.name}
        place={t('add.form.namePlace')}
        first
        max={120}
        onChange={(name) => set({ ...draft, name })}
      />
      {config.kind === 'barcode-scanner' && (
        <Segments
          label={t('add.form.target')}
          options={(['counter', 'kiosk'] as const).map((value) => ({ value, label: t(`add.form.${value}`) }))}
          value={draft.target}
          onChange={(target) => set({ ...draft, target })}
        />
      )}
      {config.driver === 'escpos-tcp' && (
        <>
          <Field
            label={t('add.form.host')}
            value={draft.host}
            place={t('add.form.hostPlace')}
            max={253}
            onChange={(host) => set({ ...draft, host })}
          />
          <Field label={t('add.form.port')} value={draft.port} max={5} onChange={(port) => set({ ...draft, port })} />
        </>
      )}
      {config.driver === 'escl' && config.url === '' && (
        <Field
          label={t('add.form.url')}
          value={draft.url}
          place={t('add.form.urlPlace')}
          max={300}
          onChange={(url) => set({ ...draft, url })}
        />
      )}
      <LineFields draft={draft} set={set} />
    </>
  );
};

/** What a printer's roll and a serial line are like. */
const LineFields = ({ draft, set }: FieldsProps) => {
  const t = useText();
  const { config } = draft;
  return (
    <>
      {'dots' in config && (
        <Segments
          label={t('add.form.paper')}
          options={(['roll80', 'roll58'] as const).map((value) => ({ value, label: t(`add.form.${value}`) }))}
          value={config.dots === DOTS.roll58 ? 'roll58' : 'roll80'}
          onChange={(roll) => set({ ...draft, config: { ...config, dots: DOTS[roll] } })}
        />
      )}
      {'baudRate' in config && (
        <Segments
          label={t('add.form.speed')}
          options={SPEEDS.map((speed) => ({ value: String(speed), label: String(speed) }))}
          value={String(config.baudRate)}
          onChange={(speed) => set({ ...draft, config: { ...config, baudRate: Number(speed) } })}
        />
      )}
      {config.driver === 'led-serial' && (
        <>
          <Segments
            label={t('add.form.framing')}
            options={(['framing1', 'framing2'] as const).map((value) => ({ value, label: t(`add.form.${value}`) }))}
            value={config.framing === FRAMINGS.framing2 ? 'framing2' : 'framing1'}
            onChange={(framing) => set({ ...draft, config: { ...config, framing: FRAMINGS[framing] } })}
          />
          <Stepper
            label={t('add.form.board')}
            value={draft.board}
            min={0}
            max={255}
            onChange={(board) => set({ ...draft, board })}
          />
        </>
      )}
    </>
  );
};

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly max: number;
  readonly place?: string;
  /** Where the typing begins. */
  readonly first?: boolean;
  readonly onChange: (value: string) => void;
};

export const Field = ({ label, value, max, place, first = false, onChange }: FieldProps): ReactNode => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) input.current?.focus();
  }, [first]);
  return (
    <div className="field">
      <label className="lbl" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        ref={input}
        className="text"
        value={value}
        placeholder={place}
        maxLength={max}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};
