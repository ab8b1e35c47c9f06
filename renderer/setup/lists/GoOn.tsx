import { Check, CornerDownLeft, FileUp, type LucideIcon, X } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { OfficeList } from '../../../domain/office-file.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { type Say, useText } from '../text.ts';
import { useKeys } from '../use-keys.ts';
import { lookOf } from './look.ts';
import type { Importing } from './use-import.ts';

type Act = { readonly label: string; readonly icon: LucideIcon; readonly run: () => void };
type Next = { readonly say: string; readonly act?: Act; readonly leave?: string };
type GoOnProps = { readonly importing: Importing; readonly onPick: (list: OfficeList) => void };

/** The sentence and the button for what comes next; leaving is always beside it, except while the station writes. */
const nextOf = (t: Say, { step, take, leave }: Importing, onPick: (list: OfficeList) => void): Next => {
  if (step.is === 'none') return { say: t('lists.goNone') };
  const { list } = step;
  const done: Act = { label: t('lists.act.done'), icon: Check, run: leave };
  const look = lookOf(step);
  switch (look) {
    case 'checking':
      return { say: t('lists.goChecking'), leave: t('lists.act.cancel') };
    case 'refused':
      return {
        say: t('lists.goRefused'),
        act: { label: t('lists.act.again'), icon: FileUp, run: () => onPick(list) },
        leave: t('lists.act.close'),
      };
    case 'tried':
    case 'failed':
      return {
        say: t('lists.goTried'),
        act: { label: t(`lists.act.${list}`), icon: Check, run: () => void take() },
        leave: t('lists.act.cancel'),
      };
    case 'known':
      return { say: t('lists.goKnown'), act: done };
    case 'taking':
      return { say: t('lists.goTaking') };
    case 'done':
      return { say: t('lists.goDone'), act: done };
    default:
      return assertNever(look);
  }
};

/** The foot of the aside: one sentence, the one filled button (Enter), and the way back (Esc). */
export const GoOn = ({ importing, onPick }: GoOnProps) => {
  const t = useText();
  const { say, act, leave } = nextOf(t, importing, onPick);
  useKeys({ Enter: act?.run, Escape: importing.step.is === 'none' ? undefined : importing.leave });
  return (
    <section className="go">
      <p>{say}</p>
      {act && (
        <button type="button" className="btn primary" onClick={act.run}>
          <I of={act.icon} />
          <span>{act.label}</span>
          <kbd aria-label="Enter">
            <I of={CornerDownLeft} small />
          </kbd>
        </button>
      )}
      {leave !== undefined && <Button quiet label={leave} icon={X} onPress={importing.leave} />}
    </section>
  );
};
