import { useId } from 'react';

type PickerProps<T extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly due?: boolean }[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
};

/** One of many: the platform's own list, so arrows, typing and readers work as everywhere. */
export const Picker = <T extends string>({ label, options, value, onChange }: PickerProps<T>) => {
  const id = useId();
  const chosen = options.find((option) => option.value === value);
  return (
    <div className="field">
      <label className="lbl" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={chosen?.due ? 'picker due' : 'picker'}
        value={value}
        onChange={(event) => {
          const next = options.find((option) => option.value === event.target.value);
          if (next) onChange(next.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
};
