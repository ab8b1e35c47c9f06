import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, CornerDownLeft, type LucideIcon } from 'lucide-react';
import { I } from './I.tsx';

const DRAWN: Readonly<Record<string, LucideIcon>> = {
  Enter: CornerDownLeft,
  ArrowUp,
  ArrowDown,
  ArrowLeft,
  ArrowRight,
};

/** A key's name as it is on the keyboard: `F3`, `Alt+M`, `Enter` and arrows drawn. */
export const Kbd = ({ k }: { readonly k: string }) => {
  const [, before = '', last = k] = /^(.*\+)?([^+]+)$/.exec(k) ?? [];
  const icon = DRAWN[last];
  return (
    <kbd>
      {icon ? before : k}
      {icon && <I of={icon} />}
      {icon && <span className="vh">{last}</span>}
    </kbd>
  );
};
