import { Check } from 'lucide-react';
import { useId } from 'react';
import { I } from './I.tsx';

type SegmentsProps<T extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly due?: boolean }[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly hidden?: boolean;
};

/** One of a few, all seen at once: the platform's own radio buttons, so arrows and readers work as everywhere. */
export const Segments = <T extends string>({ label, options, value, onChange, hidden = false }: SegmentsProps<T>) => {
  const name = useId();
  return (
    <fieldset className="field">
      <legend className={hidden ? 'unseen' : 'lbl'}>{label}</legend>
      <div className="seg">
        {options.map((option) => (
          <label key={option.value} className={`${option.value === value ? 'on' : ''} ${option.due ? 'due' : ''}`}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.value === value && <I of={Check} small />}
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
