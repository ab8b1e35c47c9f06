import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Procedure } from '../../../domain/catalogue.ts';
import type { DeadlineRule } from '../../../domain/deadline.ts';
import { describeFeeRule } from '../../../domain/fee.ts';
import { station } from '../../common/client.ts';
import { type Translate, useLanguage } from '../../common/i18n.ts';
import { keys } from '../data.ts';
import { useEnter } from '../keyboard/use-enter.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import type { vi } from '../texts/vi.ts';
import { withProcedure } from './form.ts';
import { Step, type StepPart } from './Step.tsx';

export const deadlineWord = (t: Translate<typeof vi>, rule: DeadlineRule): string => {
  if (rule.kind === 'same-day') return t('intake.sameDay');
  return rule.kind === 'working-days'
    ? t('intake.workingDays', { days: rule.days })
    : t('intake.calendarDays', { days: rule.days });
};

export const ProcedureStep = ({
  intake,
  procedure,
  current,
  onChosen,
}: StepPart & { readonly onChosen: () => void }) => {
  const t = useText();
  const language = useLanguage();
  const { form, change } = intake;
  const isCurrent = current === 2;
  const done = form.procedureCode !== '';
  const name = procedure && (language === 'vi' ? procedure.name : procedure.nameEn);
  const choose = (chosen: Procedure) => {
    change((before) => withProcedure(before, chosen));
    onChosen();
  };
  return (
    <Step
      keepsEnter
      number={2}
      title={t('intake.procedure')}
      done={done}
      current={isCurrent}
      head={procedure && <span className="tag">{deadlineWord(t, procedure.deadline)}</span>}
      brief={
        procedure && (
          <>
            <b>{procedure.code}</b> {name} · {deadlineWord(t, procedure.deadline).toLocaleLowerCase('vi')}
          </>
        )
      }
    >
      {procedure && (
        <p className="chosen">
          <b>{procedure.code}</b> {name}
        </p>
      )}
      {(isCurrent || !done) && <Picker open={isCurrent} onChoose={choose} />}
    </Step>
  );
};

/** Finds by any word of the name, with or without marks, or by the code's beginning. */
const Picker = ({ open, onChoose }: { readonly open: boolean; readonly onChoose: (procedure: Procedure) => void }) => {
  const t = useText();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const {
    data: found = [],
    isPlaceholderData,
    isSuccess,
  } = useQuery({
    queryKey: [...keys.catalogue, text.trim()],
    queryFn: () => station.catalogue.search.query({ text: text.trim() }),
    placeholderData: (previous) => previous,
  });
  const isAnswer = isSuccess && !isPlaceholderData;
  const enter = useEnter(isAnswer, () => {
    const chosen = found[at];
    if (chosen) onChoose(chosen);
  });
  const move = (by: 1 | -1): void => {
    if (isAnswer) setAt(Math.max(0, Math.min(at + by, found.length - 1)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') enter.press();
    else return;
    event.preventDefault();
  };
  return (
    <div className="picker">
      <label className="picker-box">
        <I of={Search} />
        <input
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-label={t('intake.findProcedure')}
          placeholder={t('intake.findProcedure')}
          autoComplete="off"
          spellCheck={false}
          data-own-keys="Enter ArrowUp ArrowDown"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            enter.forget();
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {open && (
        <div className="picker-list" id={listId} role="listbox" tabIndex={-1}>
          {found.length === 0 && <p className="muted">{t('intake.noProcedure')}</p>}
          {found.map((procedure, index) => (
            <Option
              key={procedure.code}
              procedure={procedure}
              current={index === at}
              onChoose={() => onChoose(procedure)}
            />
          ))}
        </div>
      )}
    </div>
  );
};

const Option = ({
  procedure,
  current,
  onChoose,
}: {
  readonly procedure: Procedure;
  readonly current: boolean;
  readonly onChoose: () => void;
}) => {
  const t = useText();
  const language = useLanguage();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const example = procedure.example.deadline || procedure.example.fee;
  return (
    <button
      ref={row}
      type="button"
      role="option"
      aria-selected={current}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <b>{procedure.code}</b>
      <span>{language === 'vi' ? procedure.name : procedure.nameEn}</span>
      <em>
        {deadlineWord(t, procedure.deadline)} · {describeFeeRule(procedure.fee, language)}
        {example && ` (${t('intake.example')})`}
      </em>
    </button>
  );
};
