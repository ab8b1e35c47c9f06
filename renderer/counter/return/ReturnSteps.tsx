import { BadgeCheck, Check, IdCard, ScanBarcode, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { useNow } from '../../common/clock.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { day, money, when } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import type { ScannedCard } from '../counter-state.ts';
import { changeOf, EMPTY_FORM } from '../intake/form.ts';
import { Handed } from '../intake/PaymentStep.tsx';
import { Step } from '../intake/Step.tsx';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Radios } from '../parts/Radios.tsx';
import { useText } from '../text.ts';
import { type Compared, isSamePerson, owesFee, type ReturnForm } from './returning.ts';

type ReturnStepsProps = {
  readonly dossier: DossierDetail;
  readonly scannedAt: Instant | undefined;
  readonly form: ReturnForm;
  readonly change: (next: Partial<ReturnForm>) => void;
  readonly card: ScannedCard | undefined;
  readonly lines: readonly Compared[];
};

export const ReturnSteps = (props: ReturnStepsProps) => {
  const [current, setCurrent] = useState(3);
  const list = useRef<HTMLOListElement>(null);
  const focusStep = (number: number) => {
    setCurrent(number);
    setTimeout(
      () => list.current?.querySelector<HTMLElement>(`[data-step="${number}"] :is(input, [tabindex])`)?.focus(),
      0,
    );
  };
  useKeys(Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`Alt+${number}`, () => focusStep(number)])));
  const onFocus = (target: EventTarget) => {
    const step = target instanceof Element ? target.closest<HTMLElement>('[data-step]')?.dataset.step : undefined;
    if (step) setCurrent(Number(step));
  };
  return (
    <ol className="steps" ref={list} onFocus={(event) => onFocus(event.target)}>
      <ReceiptStep {...props} current={current} />
      <ResultStep {...props} current={current} />
      <ReceiverStep {...props} current={current} />
      <FeeStep {...props} current={current} />
      <SignStep {...props} current={current} />
    </ol>
  );
};

type Part = ReturnStepsProps & { readonly current: number };

const Src = ({ icon, children }: { readonly icon: typeof IdCard; readonly children: ReactNode }) => (
  <span className="src">
    <I of={icon} />
    {children}
  </span>
);

const ReceiptStep = ({ dossier, scannedAt, current }: Part) => {
  const t = useText();
  const title = scannedAt === undefined ? t('ret.receiptTyped') : t('ret.receiptScanned', { at: scannedAt });
  return (
    <Step
      number={1}
      title={t('ret.receipt')}
      done
      current={current === 1}
      head={<Src icon={ScanBarcode}>{title}</Src>}
      brief={
        <>
          <DossierCode code={dossier.code} /> · {dossier.procedureName}
        </>
      }
    >
      <p className="slip-code">
        <DossierCode code={dossier.code} />
      </p>
      <p>
        <b>{dossier.procedureCode}</b> {dossier.procedureName}
      </p>
    </Step>
  );
};

const ResultStep = ({ dossier, current }: Part) => {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  return (
    <Step
      number={2}
      title={t('ret.result')}
      done
      current={current === 2}
      head={<span className="muted">{t('ret.resultHint')}</span>}
      brief={t('ret.resultOf', { name: dossier.procedureName })}
    >
      <table className="papers">
        <tbody>
          <tr>
            <td className="nm">{dossier.procedureName}</td>
            <td className="r w-sets">{t('ret.sets', { sets: dossier.sets })}</td>
            <td className="r okc w-since">
              <I of={BadgeCheck} />
              {t('ret.resultSince', { at: dossier.statusSince })}
            </td>
          </tr>
        </tbody>
      </table>
      <span className="vh">{when(dossier.statusSince, now, language)}</span>
    </Step>
  );
};

const ReceiverStep = ({ form, change, card, lines, current }: Part) => {
  const t = useText();
  const id = useId();
  const done =
    form.receiver === 'self'
      ? lines.length > 0 && isSamePerson(lines)
      : form.receiver === 'post' || form.receiverName.trim() !== '';
  return (
    <Step
      number={3}
      title={t('ret.receiver')}
      done={done}
      current={current === 3}
      head={<Src icon={IdCard}>{card ? t('ret.cardScanned', { at: card.at }) : t('ret.scanCard')}</Src>}
      brief={form.receiver === 'self' ? t('ret.self') : form.receiverName || t(`ret.${form.receiver}`)}
    >
      <Radios
        label={t('ret.receiver')}
        value={form.receiver}
        options={[
          ['self', t('ret.self')],
          ['authorised', t('ret.authorised')],
          ['post', t('ret.post')],
        ]}
        onChange={(receiver) =>
          change({
            receiver,
            receiverName: receiver === 'authorised' ? (card?.applicant.name ?? form.receiverName) : '',
          })
        }
      />
      {form.receiver !== 'self' && (
        <div className="field behalf">
          <label htmlFor={id}>{form.receiver === 'post' ? t('ret.trackingNo') : t('ret.receiverName')}</label>
          <input
            id={id}
            className="inp"
            value={form.receiverName}
            maxLength={200}
            onChange={(event) => change({ receiverName: event.target.value })}
          />
        </div>
      )}
      {lines.length > 0 && <CompareTable lines={lines} />}
    </Step>
  );
};

const LINE_LABEL = { name: 'intake.name', birth: 'intake.birth', sex: 'intake.sex', id: 'intake.idNumber' } as const;

const CompareTable = ({ lines }: { readonly lines: readonly Compared[] }) => {
  const t = useText();
  const shown = (key: Compared['key'], value: string): string => {
    if (key === 'birth' && value) return day(value);
    return key === 'sex' && (value === 'male' || value === 'female') ? t(`sex.${value}`) : value;
  };
  return (
    <table className="papers cmp">
      <colgroup>
        <col className="w-lab" />
        <col />
        <col />
        <col className="w-same" />
      </colgroup>
      <thead>
        <tr>
          <td />
          <th>{t('ret.inDossier')}</th>
          <th>{t('ret.onCard')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, own, card, same }) => (
          <tr key={key}>
            <td className="lab">{t(LINE_LABEL[key])}</td>
            <td>{shown(key, own)}</td>
            <td>{shown(key, card)}</td>
            <td className={`r ${same ? 'okc' : 'bad-line'}`}>
              <I of={same ? Check : TriangleAlert} />
              {same ? t('ret.same') : t('ret.differs')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const FeeStep = ({ dossier, form, change, current }: Part) => {
  const t = useText();
  const owes = owesFee(dossier);
  const { amount } = dossier.payment;
  const brief = owes
    ? `${money(amount)} · ${t(`pay.${form.payMethod}`).toLocaleLowerCase('vi')}`
    : amount > 0
      ? `${money(amount)} · ${t('ret.feePaid')}`
      : t('detail.free');
  return (
    <Step
      number={4}
      title={t('ret.fee')}
      done={!owes || form.paid}
      current={current === 4}
      head={<span className="muted">{owes ? t('ret.feeDue') : ''}</span>}
      brief={brief}
    >
      {!owes && (
        <p>
          {amount > 0 ? (
            <>
              <b>{money(amount)}</b> {t('ret.feePaid')}
            </>
          ) : (
            t('detail.free')
          )}
        </p>
      )}
      {owes && (
        <div className="pair">
          <b className="chg">{money(amount)}</b>
          <Radios
            label={t('ret.fee')}
            value={form.payMethod}
            options={[
              ['cash', t('pay.cash')],
              ['transfer', t('pay.transfer')],
            ]}
            onChange={(payMethod) => change({ payMethod })}
          />
          {form.payMethod === 'cash' && (
            <Handed
              value={form.handed}
              onChange={(handed) => change({ handed })}
              change={changeOf({ ...EMPTY_FORM, handed: form.handed }, amount)}
            />
          )}
          <CheckBox
            label={t('ret.collected', {
              money: money(amount),
              way: t(`pay.${form.payMethod}`).toLocaleLowerCase('vi'),
            })}
            checked={form.paid}
            onChange={(paid) => change({ paid })}
          />
        </div>
      )}
    </Step>
  );
};

const SignStep = ({ form, change, current }: Part) => {
  const t = useText();
  const post = form.receiver === 'post';
  return (
    <Step
      number={5}
      title={t('ret.sign')}
      done={post || form.signed}
      current={current === 5}
      brief={post ? t('ret.signPost') : t('ret.signBook')}
    >
      {post ? (
        <p className="muted">{t('ret.signPost')}</p>
      ) : (
        <CheckBox label={t('ret.signBook')} checked={form.signed} onChange={(signed) => change({ signed })} />
      )}
    </Step>
  );
};

const CheckBox = ({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => (
  <label className={`radio check ${checked ? 'on' : ''}`}>
    <input type="checkbox" className="vh" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    <span className={`box ${checked ? 'on' : ''}`}>{checked && <I of={Check} />}</span>
    {label}
  </label>
);
