import { useId } from 'react';
import { amount, money } from '../../common/format.ts';
import { Radios } from '../parts/Radios.tsx';
import { useText } from '../text.ts';
import { changeOf, parseMoney } from './form.ts';
import { Step, type StepPart } from './Step.tsx';

/** Money and change. Nothing typed means the exact fee was handed over. */
export const PaymentStep = ({ intake, procedure, current }: StepPart) => {
  const t = useText();
  const { form, change, fee } = intake;
  const isCurrent = current === 6;
  const free = procedure !== undefined && fee === 0;
  return (
    <Step
      number={6}
      title={t('intake.pay')}
      done={procedure !== undefined && !isCurrent}
      current={isCurrent}
      brief={free ? t('intake.free') : `${money(fee)} · ${t(`pay.${form.payMethod}`).toLocaleLowerCase('vi')}`}
    >
      {free ? (
        <p className="muted">{t('intake.free')}</p>
      ) : (
        <div className="pair pay">
          <span className="fld">
            <Radios
              label={t('intake.pay')}
              value={form.payMethod}
              options={[
                ['cash', t('pay.cash')],
                ['transfer', t('pay.transfer')],
                ['later', t('pay.later')],
              ]}
              onChange={(payMethod) => change({ payMethod })}
            />
          </span>
          {form.payMethod === 'cash' && (
            <Handed value={form.handed} onChange={(handed) => change({ handed })} change={changeOf(form, fee)} />
          )}
          {form.payMethod === 'transfer' && <span className="muted">{t('intake.payTransfer')}</span>}
          {form.payMethod === 'later' && <span className="muted">{t('intake.payLater')}</span>}
        </div>
      )}
    </Step>
  );
};

type HandedProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly change: number | undefined;
};

export const Handed = ({ value, onChange, change }: HandedProps) => {
  const t = useText();
  const id = useId();
  const tidy = () => {
    const sum = parseMoney(value);
    onChange(sum === undefined ? '' : amount(sum));
  };
  return (
    <>
      <span className="fld">
        <label className="muted" htmlFor={id}>
          {t('intake.handed')}
        </label>
        <input
          id={id}
          data-first
          className="num lg"
          inputMode="numeric"
          value={value}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value.replace(/[^\d.]/g, '').slice(0, 15))}
          onBlur={tidy}
        />
        <span className="muted">đ</span>
      </span>
      {change !== undefined && (
        <span className="fld">
          <span className="muted">{change < 0 ? t('intake.short') : t('intake.change2')}</span>
          <b className={`chg ${change < 0 ? 'is-short' : ''}`}>{money(Math.abs(change))}</b>
        </span>
      )}
    </>
  );
};
