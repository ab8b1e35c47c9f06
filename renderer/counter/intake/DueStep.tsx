import { weekdayDate } from '../../common/format.ts';
import { useExplain, useLanguage } from '../../common/i18n.ts';
import { useText } from '../text.ts';
import { DayStrip } from './DayStrip.tsx';
import { Step, type StepPart } from './Step.tsx';

/** When it is due and why, in one sentence and on the day's line. Computed by the station, shown before anything is saved. */
export const DueStep = ({ intake, current }: StepPart) => {
  const t = useText();
  const explain = useExplain();
  const language = useLanguage();
  const { preview } = intake;
  const explanation = preview?.dueExplanation;
  const sentence = explain(explanation);
  const [before, after] = sentence.split('→');
  const day = preview?.dueAt === undefined ? '' : weekdayDate(preview.dueAt, language);
  const said = after ? (
    <>
      {before}→ <b>{after.replace(/\.\s*$/, '').trim()}</b>, {day}.
    </>
  ) : (
    sentence
  );
  return (
    <Step
      keepsEnter
      number={5}
      title={t('intake.due')}
      done={explanation !== undefined}
      current={current === 5}
      half
      brief={said}
    >
      {explanation ? <p className="why-due">{said}</p> : <p className="muted">{t('intake.noDue')}</p>}
      {explanation && <DayStrip openings={preview.openings} explanation={explanation} />}
    </Step>
  );
};
