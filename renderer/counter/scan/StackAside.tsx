import { FileCheck, LoaderCircle, type LucideIcon, Save, ScanText, Trash2, UserSearch } from 'lucide-react';
import type { ScanSegment, ScanSession } from '../../../domain/scan-session.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { useText } from '../text.ts';
import { Feeding, StartFeeding } from './FeedFoot.tsx';
import { nextSheet, stopsAtSheet } from './reconcile.ts';
import { SegmentList } from './SegmentList.tsx';
import type { StackSummary } from './stack-view.ts';
import type { ScanControl } from './use-scan.ts';

export type StackActs = {
  readonly onAside: () => void;
  /** Opens the question before anything is attached. */
  readonly onAttach: () => void;
  readonly onResolve: (segment: ScanSegment) => void;
  readonly onDiscard: () => void;
  readonly onSegment: (segment: ScanSegment) => void;
};

type AsideProps = {
  readonly scan: ScanControl;
  readonly session: ScanSession | undefined;
  readonly summary: StackSummary;
  readonly current: ScanSegment | undefined;
  readonly acts: StackActs;
};

export const StackAside = ({ scan, session, summary, current, acts }: AsideProps) => {
  const t = useText();
  return (
    <aside className="aside" aria-label={t('stack.aside')}>
      <div className="a-head line">
        <div className="a-top">
          <h2>{t('stack.aside')}</h2>
          {session && <span className="muted">{t('stack.count', { count: session.segments.length })}</span>}
        </div>
      </div>
      <div className="a-body">
        {session && session.segments.length > 0 ? (
          <SegmentList session={session} current={current} onChoose={acts.onSegment} />
        ) : (
          <p className="muted">{t('stack.empty')}</p>
        )}
      </div>
      <StackFoot scan={scan} session={session} summary={summary} acts={acts} />
    </aside>
  );
};

const StackFoot = ({ scan, session, summary, acts }: Omit<AsideProps, 'current'>) => {
  const t = useText();
  const aside = <Button icon={Save} label={t('scan.aside')} k="Esc" onPress={acts.onAside} />;
  if (!session || (session.pages.length === 0 && session.state === 'ended'))
    return <StartFeeding scan={scan}>{aside}</StartFeeding>;
  if (session.state === 'scanning') return <Feeding scan={scan} />;
  const more = <Button icon={ScanText} label={t('scan.more')} k="F4" onPress={scan.start} />;
  const discard = <Button icon={Trash2} label={t('stack.discard')} onPress={acts.onDiscard} />;
  const attach = isStopped(session) && summary.isReady;
  const next = nextStep(session, summary, scan, acts, t);
  return (
    <Go say={next.say} label={next.label} icon={next.icon} onGo={next.onGo} disabled={scan.busy || !next.onGo}>
      {session.state === 'attaching' ? aside : attach ? <AttachNow summary={summary} acts={acts} /> : more}
      {session.state !== 'attaching' && discard}
    </Go>
  );
};

/** A sheet has to go through again before anything else. */
const isStopped = ({ state, code }: ScanSession): boolean => state === 'ended' && stopsAtSheet(code);

/** What is there may be attached although the batch stopped. */
const AttachNow = ({ summary, acts }: Pick<AsideProps, 'summary' | 'acts'>) => {
  const t = useText();
  useKeys({ F8: acts.onAttach });
  return (
    <Button icon={FileCheck} label={t('stack.attach', { count: summary.dossiers })} k="F8" onPress={acts.onAttach} />
  );
};

type Step = {
  readonly say: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onGo?: (() => void) | undefined;
};

/** The one thing to do next: what is open first, then the question before attaching. */
const nextStep = (
  session: ScanSession,
  summary: StackSummary,
  scan: ScanControl,
  acts: StackActs,
  t: ReturnType<typeof useText>,
): Step => {
  const attach = { label: t('stack.attach', { count: summary.dossiers }), icon: FileCheck };
  if (session.state === 'attaching')
    return { say: t('scan.attachingSay'), label: t('scan.attachRest'), icon: FileCheck, onGo: scan.attach };
  if (isStopped(session)) {
    const sheet = nextSheet(session);
    const label = t('scan.resume', { sheet });
    return { say: t('scan.resumeSay', { sheet }), label, icon: ScanText, onGo: scan.start };
  }
  if (summary.processing.length > 0)
    return { ...attach, say: t('stack.makingSay', { count: summary.processing.length }), icon: LoaderCircle };
  const [open] = summary.unresolved;
  if (open) {
    const number = session.segments.indexOf(open) + 1;
    const say = t('stack.resolveSay', { count: summary.unresolved.length });
    return { say, label: t('stack.resolve', { number }), icon: UserSearch, onGo: () => acts.onResolve(open) };
  }
  if (summary.damaged.length > 0) return { ...attach, say: t('stack.damagedSay', { count: summary.damaged.length }) };
  return { ...attach, say: t('stack.attachSay'), onGo: summary.isReady ? acts.onAttach : undefined };
};

/** While sheets run Enter does nothing: a second press of the one that began must not stop them. */
