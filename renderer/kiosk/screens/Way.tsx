/** The five steps of a dossier, and where it is. */
import { FileCheck, FilePenLine, HandHelping, Inbox, type LucideIcon, Stamp } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { PublicStatus } from '../../../domain/views/public.ts';
import { stationNow } from '../../common/clock.ts';
import { useKiosk } from '../kiosk-context.ts';
import { ICON } from '../parts/Frame.tsx';
import { noteOf, type Step, type StepNote } from '../status-view.ts';
import { useText } from '../text.ts';
import { shortDay } from '../words.ts';

const STEP_ICON = {
  received: Inbox,
  processing: FilePenLine,
  signing: Stamp,
  'result-ready': FileCheck,
  returned: HandHelping,
} as const satisfies Record<Step['key'], LucideIcon>;

export const Way = ({ status }: { readonly status: PublicStatus }) => (
  <section className="card way">
    <ol>
      {status.steps.map((step) => (
        <WayStep key={step.key} step={step} status={status} />
      ))}
    </ol>
  </section>
);

const WayStep = ({ step, status }: { readonly step: Step; readonly status: PublicStatus }) => {
  const t = useText();
  const words = useNoteWords(status);
  const Icon = STEP_ICON[step.key];
  const arrived = step.state === 'here' && step.key === 'returned';
  return (
    <li className={step.state}>
      {step.state === 'here' && !arrived && <span className="flag">{t('status.here')}</span>}
      <span className="dot">
        <Icon {...ICON} />
      </span>
      <p className="step">{t(`step.${step.key}`)}</p>
      <p className="when">{words(noteOf(step, status, stationNow()))}</p>
    </li>
  );
};

const useNoteWords = ({ desk }: PublicStatus): ((note: StepNote) => string) => {
  const t = useText();
  const { language } = useKiosk().journey;
  return (note) => {
    switch (note.kind) {
      case 'today':
        return t('status.today');
      case 'on':
        return shortDay(note.at, language);
      case 'since':
        return t('status.since', { day: shortDay(note.at, language) });
      case 'desk':
        return t('status.atDesk', { desk });
      case 'none':
        return '';
      default:
        return assertNever(note);
    }
  };
};
