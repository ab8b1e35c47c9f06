import { CircleCheck, FileText, Info, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { fileSize } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { Pill } from '../device-page/DevicePill.tsx';
import type { Tone } from '../device-page/triage.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { Changes } from './Changes.tsx';
import { type Look, lookOf, type Shown } from './look.ts';
import { Mistakes } from './Mistakes.tsx';
import { Slow } from './Slow.tsx';
import { useVerdict } from './use-verdict.ts';

const LOOK: Readonly<Record<Look, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  checking: { icon: LoaderCircle, tone: 'busy' },
  refused: { icon: TriangleAlert, tone: 'due' },
  tried: { icon: Info, tone: 'busy' },
  known: { icon: CircleCheck, tone: 'ready' },
  taking: { icon: LoaderCircle, tone: 'busy' },
  failed: { icon: TriangleAlert, tone: 'due' },
  done: { icon: CircleCheck, tone: 'ready' },
};

/** A file looked at: which one, what it would do in plain words, or why it cannot be used. */
export const Review = ({ step }: { readonly step: Shown }) => {
  const t = useText();
  const look = lookOf(step);
  const { icon, tone } = LOOK[look];
  return (
    <>
      <div className="bar">
        <h1>{t(`lists.name.${step.list}`)}</h1>
        <Pill icon={icon} tone={tone} text={t(`lists.pill.${look}`)} />
      </div>
      <div className="scroll review" key={step.is === 'refused' ? 'refused' : 'shown'}>
        <FileLine name={step.name} bytes={step.bytes} />
        <section className={`standing ${tone}`} role="status">
          <I of={icon} />
          <Verdict step={step} />
        </section>
        <Body step={step} />
      </div>
    </>
  );
};

const FileLine = ({ name, bytes }: { readonly name: string; readonly bytes: number }) => {
  const language = useLanguage();
  return (
    <p className="file-line">
      <I of={FileText} />
      <b>{name}</b>
      <span className="muted fig">{fileSize(bytes, language)}</span>
    </p>
  );
};

const Verdict = ({ step }: { readonly step: Shown }) => {
  const t = useText();
  const { title, more } = useVerdict(step);
  return (
    <div>
      <h2>{title}</h2>
      {more.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {step.is === 'checking' && <Slow label={t('lists.pill.checking')} more={t('lists.checkingMore')} />}
      {step.is === 'taking' && <Slow label={t('lists.pill.taking')} more={t('lists.takingMore')} />}
      {step.is === 'failed' && <ErrorNotice failure={step.refusal.failure} />}
    </div>
  );
};

const Body = ({ step }: { readonly step: Shown }) => {
  switch (step.is) {
    case 'checking':
      return null;
    case 'refused':
      return step.refusal.mistakes ? <Mistakes mistakes={step.refusal.mistakes} /> : null;
    case 'tried':
    case 'taking':
    case 'failed':
    case 'done':
      return <Changes result={step.result} />;
    default:
      return assertNever(step);
  }
};
