import type { LucideIcon } from 'lucide-react';
import { I } from './I.tsx';
import { Kbd } from './Kbd.tsx';

type ButtonProps = {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: LucideIcon;
  readonly k?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
};

/** A button with its word and its key. */
export const Button = ({ label, onPress, icon, k, className = '', disabled, pressed }: ButtonProps) => (
  <button type="button" className={`btn ${className}`} onClick={onPress} disabled={disabled} aria-pressed={pressed}>
    {icon && <I of={icon} />}
    <span>{label}</span>
    {k && <Kbd k={k} />}
  </button>
);
