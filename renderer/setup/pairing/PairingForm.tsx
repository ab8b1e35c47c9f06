import { CircleCheck, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { PairingView } from '../../../domain/pairing.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { Field } from '../device-page/add/AddForm.tsx';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { isUsableAddress, type TypedCode } from './stage.ts';
import type { Pairing } from './use-pairing.ts';

/** Its id: the button that submits it stands at the foot of the aside. */
export const PAIRING_FORM = 'pairing-form';

type Props = { readonly view: PairingView; readonly pairing: Pairing };

/** How to get a code, what to read out for it, and where to type it. */
export const PairingForm = ({ view, pairing }: Props) => (
  <div className="pair-two">
    <HowTo view={view} />
    <CodeForm pairing={pairing} mayClose={view.state === 'paired' && pairing.stage === 'paired'} />
  </div>
);

const HowTo = ({ view }: { readonly view: PairingView }) => {
  const t = useText();
  return (
    <section className="pair-how">
      <h2>{t('pairing.how')}</h2>
      <ol>
        <li>
          <p>{t('pairing.how1')}</p>
          <dl>
            <dt>{t('pairing.station')}</dt>
            <dd className="fig">{view.station}</dd>
            <dt>{t('pairing.agency')}</dt>
            <dd className="fig">{view.agency}</dd>
            <dt>{t('pairing.commune')}</dt>
            <dd>{view.commune}</dd>
          </dl>
        </li>
        <li>
          <p>{t('pairing.how2')}</p>
        </li>
        <li>
          <p>{t('pairing.how3')}</p>
        </li>
      </ol>
    </section>
  );
};

const CodeForm = ({ pairing, mayClose }: { readonly pairing: Pairing; readonly mayClose: boolean }) => {
  const t = useText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pairing.submit();
  };
  const addressWrong = pairing.address !== '' && !isUsableAddress(pairing.address);
  return (
    <form id={PAIRING_FORM} className="pair-form" onSubmit={submit} noValidate aria-busy={pairing.isRunning}>
      <fieldset disabled={pairing.isRunning}>
        <CodeField pairing={pairing} />
        <Field
          label={t('pairing.address')}
          value={pairing.address}
          max={300}
          place="cong.tinh.example"
          onChange={pairing.setAddress}
        />
        {addressWrong && (
          <p className="verdict due">
            <I of={TriangleAlert} small />
            {t('pairing.addressWrong')}
          </p>
        )}
      </fieldset>
      {pairing.isRunning && (
        <p className="verdict busy turning" role="status">
          <I of={LoaderCircle} small />
          <span>
            <b>{t('pairing.running')}</b> {t('pairing.runningMore')}
          </span>
        </p>
      )}
      {pairing.error && <ErrorNotice className="pair-failed" failure={failureOf(pairing.error)} />}
      {mayClose && !pairing.isRunning && (
        <Button quiet label={t('pairing.againNo')} icon={X} onPress={() => pairing.setAgain(false)} />
      )}
    </form>
  );
};

/** The cursor stands in it from the start; what is typed falls into its groups by itself. */
const CodeField = ({ pairing }: { readonly pairing: Pairing }) => {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="field">
      <label className="lbl" htmlFor={id}>
        {t('pairing.code')}
      </label>
      <input
        id={id}
        ref={input}
        className={`pair-code fig ${pairing.typed.is}`}
        value={pairing.code}
        placeholder="XXXX-XXXX-XXXX"
        aria-describedby={`${id}-how`}
        aria-invalid={pairing.typed.is === 'wrong'}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => pairing.setCode(event.target.value)}
      />
      <Verdict typed={pairing.typed} />
      <p className="muted" id={`${id}-how`}>
        {t('pairing.codeHow')}
      </p>
    </div>
  );
};

/** Always there, so that nothing moves while a code is typed. */
const Verdict = ({ typed }: { readonly typed: TypedCode }) => {
  const t = useText();
  switch (typed.is) {
    case 'empty':
      return <p className="verdict">{t('pairing.codeShort', { count: 12 })}</p>;
    case 'short':
      return <p className="verdict">{t('pairing.codeShort', { count: typed.left })}</p>;
    case 'wrong':
      return (
        <p className="verdict due" role="alert">
          <I of={TriangleAlert} small />
          {t('pairing.codeWrong')}
        </p>
      );
    case 'good':
      return (
        <p className="verdict ready" role="status">
          <I of={CircleCheck} small />
          {t('pairing.codeGood')}
        </p>
      );
    default:
      return assertNever(typed);
  }
};
