import { FileCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { useText } from '../text.ts';

type ConfirmProps = {
  readonly title: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Said once more before it is done: Enter does it, Esc goes back. */
export const ConfirmDialog = ({ title, yes, onYes, onClose, children }: ConfirmProps) => {
  const t = useText();
  const confirm = () => {
    onClose();
    onYes();
  };
  useKeys({ Escape: onClose, Enter: confirm }, true);
  return (
    <Dialog title={title} onClose={onClose} wide>
      {children}
      <div className="dialog-foot">
        <Button label={t('act.close')} k="Esc" onPress={onClose} />
        <Button className="primary" icon={FileCheck} label={yes} k="Enter" onPress={confirm} />
      </div>
    </Dialog>
  );
};
