/** The foot of the scanning screens before and while sheets run; the same for one dossier and for a stack. */
import { LoaderCircle, ScanText, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { useText } from '../text.ts';
import type { ScanControl } from './use-scan.ts';

type StartProps = { readonly scan: ScanControl; readonly children: ReactNode };

export const StartFeeding = ({ scan, children }: StartProps) => {
  const t = useText();
  return (
    <Go
      say={t('scan.startSay')}
      label={t('scan.start')}
      icon={ScanText}
      onGo={scan.start}
      disabled={scan.busy || !scan.loaded}
    >
      {children}
    </Go>
  );
};

export const Feeding = ({ scan }: Pick<StartProps, 'scan'>) => {
  const t = useText();
  useKeys({ F6: scan.stop });
  return (
    <Go say={t('scan.stopSay')} label={t('scan.running')} icon={LoaderCircle} disabled>
      <Button icon={Square} label={t('scan.stop')} k="F6" onPress={scan.stop} />
    </Go>
  );
};
