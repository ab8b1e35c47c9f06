import { useId } from 'react';

type RadiosProps<T extends string> = {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
};

/** A row of choices: Tab comes in, arrows change, as the platform does it. */
export const Radios = <T extends string>({ label, value, options, onChange }: RadiosProps<T>) => {
  const name = useId();
  return (
    <span className="radios" role="radiogroup" aria-label={label}>
      {options.map(([key, text]) => (
        <label key={key} className={`radio ${value === key ? 'on' : ''}`}>
          <input type="radio" className="vh" name={name} checked={value === key} onChange={() => onChange(key)} />
          <i />
          {text}
        </label>
      ))}
    </span>
  );
};
