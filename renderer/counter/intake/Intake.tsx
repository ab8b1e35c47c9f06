import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import { station } from '../../common/client.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';
import { ApplicantStep } from './ApplicantStep.tsx';
import { DueStep } from './DueStep.tsx';
import { changeOf, withNewPaper } from './form.ts';
import { IntakeAside } from './IntakeAside.tsx';
import { PapersStep } from './PapersStep.tsx';
import { PaymentStep } from './PaymentStep.tsx';
import { ProcedureStep } from './ProcedureStep.tsx';
import { TakenInScreen } from './TakenInScreen.tsx';
import { saveNow, useIntake } from './use-intake.ts';
import { WayStep } from './WayStep.tsx';

/** Taking a dossier in: six steps in one column, each reachable by Alt and its number; Enter goes on, at the end it commits. */
export const Intake = ({ draftId }: { readonly draftId: Uuid7 }) => {
  const t = useText();
  const { go, fail } = useCounter();
  const client = useQueryClient();
  const intake = useIntake(draftId);
  const { form, change, fee, taken } = intake;
  const [current, setCurrent] = useState(1);
  const steps = useRef<HTMLOListElement>(null);
  const { data: procedure } = useQuery({
    queryKey: [...keys.procedure, form.procedureCode],
    queryFn: () => station.catalogue.get.query({ code: form.procedureCode }),
    enabled: form.procedureCode !== '',
  });
  const focusStep = (number: number) => {
    setCurrent(number);
    // The step unfolds first, then takes the focus.
    setTimeout(() => enterStep(steps.current, number), 0);
  };
  const leave = () => {
    if (!taken) saveNow(draftId, form, fee).then(() => client.invalidateQueries({ queryKey: keys.drafts }), fail);
    go({ name: 'home' });
  };
  const another = () => {
    leave();
    go({ name: 'intake', draftId: newId() });
  };
  useKeys({
    F3: another,
    Escape: leave,
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`Alt+${number}`, () => focusStep(number)])),
    'Alt+G': () => {
      change((before) => withNewPaper(before, '', procedure));
      setCurrent(3);
      setTimeout(() => lastPaper(steps.current)?.focus(), 0);
    },
  });
  useStartFocus(intake.resumed, () => focusStep(form.name === '' ? 1 : form.procedureCode === '' ? 2 : 6));
  if (taken) return <TakenInScreen taken={taken} fee={fee} change={changeOf(form, fee)} />;
  const part = { intake, procedure, current };
  return (
    <>
      <main className="main" aria-label={t('intake.title')}>
        <div className="bar">
          <button type="button" className="back" onClick={leave}>
            <Kbd k="Esc" />
            <span>{t('back')}</span>
          </button>
          <h1>{t('intake.title')}</h1>
          <span className="muted">
            {t('intake.where', { ticket: form.ticket && t('intake.ticket', { ticket: form.ticket }), step: current })}
          </span>
          <span className="sp" />
          {intake.saved.at !== undefined && (
            <span className="saved muted">
              <I of={Save} />
              {t('intake.saved', { at: timeWithSeconds(intake.saved.at) })}
            </span>
          )}
        </div>
        <NoticeBar />
        <div className="scroll">
          <ol
            className="steps"
            ref={steps}
            onFocus={(event) => setCurrent(stepNumber(event.target) ?? current)}
            onKeyDown={(event) => onEnter(event, steps.current)}
          >
            <ApplicantStep {...part} />
            <ProcedureStep {...part} onChosen={() => focusStep(3)} />
            <PapersStep {...part} />
            <WayStep {...part} />
            <DueStep {...part} />
            <PaymentStep {...part} />
          </ol>
        </div>
        <div className="keys">
          <span>
            <Kbd k="Tab" /> {t('intake.field')}
          </span>
          <span>
            <Kbd k="Alt+1–6" /> {t('intake.toStep')}
          </span>
          <span>
            <Kbd k="Esc" /> {t('intake.stay')}
          </span>
          <span className="sp" />
          <span className="opt">{t('intake.scanOther')}</span>
        </div>
      </main>
      <IntakeAside draftId={draftId} onLeave={leave} {...part} />
    </>
  );
};

const FIELDS = 'input:not([disabled]), select, textarea, button.pick-again';

const stepNumber = (target: EventTarget | null): number | undefined => {
  const step = target instanceof Element ? target.closest<HTMLElement>('[data-step]')?.dataset.step : undefined;
  return step === undefined ? undefined : Number(step);
};

const firstField = (list: HTMLElement | null, step: number): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-step="${step}"] [data-first]`) ??
  list?.querySelector<HTMLElement>(`[data-step="${step}"] :is(${FIELDS})`) ??
  null;
/** A step without fields (nothing to pay) leaves the focus on no field, so that Enter is the one filled button's. */
const enterStep = (list: HTMLElement | null, step: number): void => {
  const field = firstField(list, step);
  if (field) field.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
};

const lastPaper = (list: HTMLElement | null): HTMLElement | undefined =>
  [...(list?.querySelectorAll<HTMLElement>('[data-step="3"] .paper-name') ?? [])].at(-1);

/** Enter in a field goes to the next one; in the last step it is left to the one filled button. */
const onEnter = (event: KeyboardEvent, list: HTMLElement | null): void => {
  if (
    event.key !== 'Enter' ||
    event.defaultPrevented ||
    !(event.target instanceof HTMLElement) ||
    stepNumber(event.target) === 6
  )
    return;
  if (!event.target.matches('input, select')) return;
  const fields = [...(list?.querySelectorAll<HTMLElement>(FIELDS) ?? [])].filter(
    (field) => field.offsetParent !== null && !isUncheckedRadio(field),
  );
  fields[fields.indexOf(event.target) + 1]?.focus();
  event.preventDefault();
};

const isUncheckedRadio = (field: HTMLElement): boolean =>
  field instanceof HTMLInputElement && field.type === 'radio' && !field.checked;

const useStartFocus = (ready: boolean, focus: () => void): void => {
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(() => {
    if (ready) latest.current();
  }, [ready]);
};
