type NumProps = {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly min?: number;
  readonly onChange: (value: number) => void;
};

/** A small whole number; arrows up and down count, anything but digits is ignored. */
export const Num = ({ label, value, max, min = 0, onChange }: NumProps) => {
  const set = (next: number) => onChange(Math.max(min, Math.min(max, next)));
  return (
    <input
      className="num"
      inputMode="numeric"
      aria-label={label}
      value={String(value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => set(Number(event.target.value.replace(/\D/g, '').slice(0, 4)))}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') set(value + 1);
        else if (event.key === 'ArrowDown') set(value - 1);
        else return;
        event.preventDefault();
      }}
    />
  );
};
