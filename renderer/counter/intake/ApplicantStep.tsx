import { Check, IdCard, TriangleAlert, Users } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useExplain } from '../../common/i18n.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { Radios } from '../parts/Radios.tsx';
import { useText } from '../text.ts';
import { type IntakeForm, tidyBirth, warningsIn } from './form.ts';
import { Step, type StepPart } from './Step.tsx';

/** Who applies: from the card, or typed. Warnings only; nothing here is a wall. */
export const ApplicantStep = ({ intake, current }: StepPart) => {
  const t = useText();
  const { form, change, cardAt } = intake;
  const [behalf, setBehalf] = useState(false);
  useKeys({ 'Alt+T': () => setBehalf((open) => !open) });
  const isCurrent = current === 1;
  const done = form.name.trim() !== '';
  return (
    <Step
      keepsEnter
      number={1}
      title={t('intake.applicant')}
      done={done}
      current={isCurrent}
      head={
        <>
          <span className="src">
            <I of={IdCard} />
            {cardAt === undefined ? t('intake.scanHint') : t('intake.fromCard', { at: cardAt })}
          </span>
          <span className="sp" />
          <button type="button" className="link" onClick={() => setBehalf((open) => !open)}>
            {t('intake.onBehalf')} <Kbd k="Alt+T" />
          </button>
        </>
      }
      brief={<Brief form={form} />}
    >
      {done && !isCurrent ? <Card intake={intake} /> : <Fields form={form} change={change} intake={intake} />}
      {(behalf || form.onBehalfOf !== '') && (
        <div className="behalf">
          <Field
            icon
            label={t('intake.onBehalfOf')}
            value={form.onBehalfOf}
            onChange={(onBehalfOf) => change({ onBehalfOf })}
          />
        </div>
      )}
    </Step>
  );
};

const Brief = ({ form }: { readonly form: IntakeForm }) => {
  const t = useText();
  const rest = [form.citizenId, form.birth, form.sex && t(`sex.${form.sex}`)].filter(Boolean).join(' · ');
  return (
    <>
      <b>{form.name}</b>
      {rest && ` · ${rest}`}
    </>
  );
};

const Card = ({ intake }: Pick<StepPart, 'intake'>) => {
  const t = useText();
  const { form } = intake;
  return (
    <div className="card">
      <div className="id">
        <b>{form.name}</b>
        <Checks intake={intake} />
      </div>
      <dl className="cols">
        <Fact label={t('intake.idNumber')} value={form.citizenId} />
        <Fact label={t('intake.birth')} value={form.birth} />
        <Fact label={t('intake.sex')} value={form.sex ? t(`sex.${form.sex}`) : ''} />
        <Fact label={t('intake.phone')} value={form.phone} />
        <Fact label={t('intake.address')} value={form.address} wide />
      </dl>
    </div>
  );
};

const Fact = ({
  label,
  value,
  wide = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly wide?: boolean;
}) => (
  <div className={wide ? 'w' : ''}>
    <dt>{label}</dt>
    <dd>{value || '–'}</dd>
  </div>
);

const Checks = ({ intake }: Pick<StepPart, 'intake'>) => {
  const t = useText();
  const explain = useExplain();
  const { form, preview } = intake;
  const wrong = [...warningsIn(form).map((key) => t(key)), ...(preview?.warnings ?? []).map(explain)].filter(Boolean);
  if (wrong.length > 0)
    return (
      <span className="warn-line" role="status">
        <I of={TriangleAlert} />
        {wrong.join(' ')}
      </span>
    );
  if (form.citizenId.length !== 12 || !form.birth || !form.sex) return null;
  return (
    <span className="ok">
      <I of={Check} />
      {t('intake.matches')}
    </span>
  );
};

const Fields = ({
  form,
  change,
  intake,
}: {
  readonly form: IntakeForm;
  readonly change: StepPart['intake']['change'];
  readonly intake: StepPart['intake'];
}) => {
  const t = useText();
  return (
    <div className="card fields">
      <Field className="f-name" label={t('intake.name')} value={form.name} onChange={(name) => change({ name })} />
      <Field
        className="f-id"
        label={t('intake.idNumber')}
        value={form.citizenId}
        digits
        onChange={(text) => change({ citizenId: text.replace(/\D/g, '').slice(0, 12) })}
      />
      <Field
        className="f-birth"
        label={t('intake.birth')}
        hint={t('intake.birthHint')}
        value={form.birth}
        digits
        onChange={(birth) => change({ birth })}
        onLeave={() => change(tidyBirth)}
      />
      <div className="field f-sex">
        <span>{t('intake.sex')}</span>
        <Radios
          label={t('intake.sex')}
          value={form.sex}
          options={[
            ['male', t('sex.male')],
            ['female', t('sex.female')],
          ]}
          onChange={(sex) => change({ sex })}
        />
      </div>
      <Field
        className="f-phone"
        label={t('intake.phone')}
        value={form.phone}
        digits
        onChange={(phone) => change({ phone: phone.slice(0, 30) })}
      />
      <Address value={form.address} onChange={(address) => change({ address })} />
      <Field className="f-email" label={t('intake.email')} value={form.email} onChange={(email) => change({ email })} />
      <div className="f-checks">
        <Checks intake={intake} />
      </div>
    </div>
  );
};

type FieldProps = {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly className?: string;
  readonly digits?: boolean;
  readonly icon?: boolean;
  readonly onLeave?: () => void;
};

const Field = ({ label, value, onChange, hint, className = '', digits = false, icon = false, onLeave }: FieldProps) => {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>
        {icon && <I of={Users} />} {label}
      </label>
      <input
        id={id}
        className="inp"
        value={value}
        maxLength={200}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        inputMode={digits ? 'numeric' : 'text'}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
      />
    </div>
  );
};

/** Addresses of three lines are common here: the field grows with them. Enter goes on, as in every other field. */
const Address = ({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) => {
  const t = useText();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  });
  return (
    <div className="field f-address">
      <label htmlFor={id}>{t('intake.address')}</label>
      <textarea
        ref={box}
        id={id}
        className="inp"
        rows={1}
        value={value}
        maxLength={500}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value.replace(/\n/g, ' '))}
      />
    </div>
  );
};
