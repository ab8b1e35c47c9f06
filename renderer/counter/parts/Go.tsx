import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from './I.tsx';
import { Kbd } from './Kbd.tsx';

type GoProps = {
  readonly say: ReactNode;
  readonly label?: string;
  readonly icon?: LucideIcon;
  readonly onGo?: (() => void) | undefined;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
};

/** The aside's foot, the same on every screen: one sentence, the one filled button (Enter), two lesser ones. */
export const Go = ({ say, label, icon, onGo, disabled = false, children }: GoProps) => {
  useKeys({ Enter: onGo && !disabled ? onGo : undefined });
  return (
    <div className="go">
      <p>{say}</p>
      {label && (
        <button type="button" className="btn primary" onClick={onGo} disabled={disabled || !onGo}>
          {icon && <I of={icon} />}
          <span>{label}</span>
          <Kbd k="Enter" />
        </button>
      )}
      {children && <div className="more">{children}</div>}
    </div>
  );
};
