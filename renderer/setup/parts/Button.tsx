import type { LucideIcon } from 'lucide-react';
import { I } from './I.tsx';

type ButtonProps = {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: LucideIcon;
  readonly quiet?: boolean;
  readonly disabled?: boolean;
  /** Said to those who cannot see beside what the button stands. */
  readonly about?: string;
};

/** A button that names its act. */
export const Button = ({ label, onPress, icon, quiet = false, disabled = false, about }: ButtonProps) => (
  <button
    type="button"
    className={quiet ? 'btn quiet' : 'btn'}
    onClick={onPress}
    disabled={disabled}
    aria-label={about && `${label}: ${about}`}
  >
    {icon && <I of={icon} small />}
    {label}
  </button>
);
