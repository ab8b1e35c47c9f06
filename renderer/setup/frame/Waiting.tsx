import { LoaderCircle, RefreshCw } from 'lucide-react';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import type { Failure } from '../../common/failure.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

type WaitingProps = { readonly failure: Failure | undefined; readonly onAgain: () => void; readonly text?: string };

/** Before the first answer: what is being waited for, or why it did not come and how to ask again. */
export const Waiting = ({ failure, onAgain, text }: WaitingProps) => {
  const t = useText();
  if (!failure)
    return (
      <main className="waiting" aria-busy="true">
        <I of={LoaderCircle} />
        <p>{text ?? t('loading')}</p>
      </main>
    );
  return (
    <main className="waiting">
      <ErrorNotice failure={failure} />
      <Button label={t('again')} icon={RefreshCw} onPress={onAgain} />
    </main>
  );
};
