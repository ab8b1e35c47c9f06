import { Minus, Plus } from 'lucide-react';
import { useText } from '../text.ts';
import { I } from './I.tsx';

type StepperProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
};

/** A small whole number between two buttons. */
export const Stepper = ({ label, value, min, max, onChange }: StepperProps) => {
  const t = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a second legend; the label above already says it
    <div role="group" aria-label={label} className="field">
      <p className="lbl">{label}</p>
      <div className="step">
        <button
          type="button"
          aria-label={t('bench.less', { what: label })}
          disabled={value <= min}
          onClick={() => onChange(value - 1)}
        >
          <I of={Minus} small />
        </button>
        <output className="fig">{value}</output>
        <button
          type="button"
          aria-label={t('bench.more', { what: label })}
          disabled={value >= max}
          onClick={() => onChange(value + 1)}
        >
          <I of={Plus} small />
        </button>
      </div>
    </div>
  );
};
