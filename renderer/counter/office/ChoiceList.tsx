import { PenLine, UserRound } from 'lucide-react';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { type Choice, idIfNeeded } from './choices.ts';

type ChoiceListProps = {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly row: number;
  readonly onRow: (row: number) => void;
};

const keyOf = (choice: Choice): string => (choice.kind === 'typed' ? `typed ${choice.text}` : choice.officer.id);

/** What the field above may mean; the keyboard stays in the field. */
export const ChoiceList = ({ id, label, choices, row, onRow }: ChoiceListProps) => (
  <div className="who-list" id={id} role="listbox" aria-label={label}>
    {choices.map((choice, index) => (
      <button
        key={keyOf(choice)}
        id={`${id}-${index}`}
        type="button"
        role="option"
        tabIndex={-1}
        aria-selected={index === row}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onRow(index)}
      >
        <Shown choice={choice} among={choices} />
      </button>
    ))}
  </div>
);

const Shown = ({ choice, among }: { readonly choice: Choice; readonly among: readonly Choice[] }) => {
  const t = useText();
  if (choice.kind === 'typed')
    return (
      <>
        <I of={PenLine} />
        <b>{choice.text}</b>
        <span className="muted">{t('office.asTyped')}</span>
      </>
    );
  const { name, title, roles } = choice.officer;
  const officers = among.flatMap((one) => (one.kind === 'officer' ? [one.officer] : []));
  const what = title || roles.map((role) => t(`office.role.${role}`)).join(', ');
  return (
    <>
      <I of={UserRound} />
      <b>{name}</b>
      <span className="muted">{[what, idIfNeeded(officers, choice.officer)].filter(Boolean).join(' · ')}</span>
    </>
  );
};
