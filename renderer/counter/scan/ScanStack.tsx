import { Combine, Layers, ScanText, Scissors, Undo2, UserSearch } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSegment, ScanSession } from '../../../domain/scan-session.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';
import { ChooseDossier } from './ChooseDossier.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { PageView, Tool } from './PageView.tsx';
import { Progress, StopNotice } from './Progress.tsx';
import { reconcile, type ScanPage } from './reconcile.ts';
import { usePageKeys } from './ScanPapers.tsx';
import { SegmentWords } from './SegmentList.tsx';
import { SegmentStrip } from './SegmentStrip.tsx';
import { StackAside } from './StackAside.tsx';
import { joinAt, type StackSummary, segmentBeside, segmentOfPage, splitAt, summarise } from './stack-view.ts';
import { type AttachedTo, type ScanControl, useScan } from './use-scan.ts';
import { WaysDialog } from './WaysDialog.tsx';

const NOTHING = { sheets: 0, sides: 0, pages: [], segments: [] } as const;

type Asking =
  | { readonly what: 'ways' | 'attach' | 'discard' }
  | { readonly what: 'dossier'; readonly segment: ScanSegment }
  | undefined;

/** A stack of several dossiers: split by codes and separator sheets, looked at by the officer, then attached to each. */
export const ScanStack = ({ dossierId }: { readonly dossierId?: Uuid7 | undefined }) => {
  const t = useText();
  const { go, notify } = useCounter();
  const back = () => go(dossierId === undefined ? { name: 'home' } : { name: 'scan', dossierId });
  const scan = useScan(dossierId, (attached) => {
    go({ name: 'home' });
    notify({ tone: 'good', text: t('stack.attached', attachedSum(attached)) });
  });
  const [chosen, choose] = useState<Uuid7>();
  const [asking, ask] = useState<Asking>();
  const stack = scan.session ?? NOTHING;
  const page = stack.pages.find(({ id }) => id === chosen) ?? stack.pages[0];
  const current = segmentOfPage(stack, page);
  const summary = summarise(stack);
  useStackKeys(scan, { current, choose, ask, back });
  return (
    <>
      <StackMain
        dossierId={dossierId}
        scan={scan}
        page={page}
        current={current}
        choose={choose}
        ask={ask}
        back={back}
      />
      <StackAside
        scan={scan}
        session={scan.session}
        summary={summary}
        current={current}
        acts={{
          onAside: back,
          onAttach: () => ask({ what: 'attach' }),
          onResolve: (segment) => ask({ what: 'dossier', segment }),
          onDiscard: () => ask({ what: 'discard' }),
          onSegment: ({ id }) => choose(id),
        }}
      />
      <Question asking={asking} scan={scan} summary={summary} onClose={() => ask(undefined)} />
    </>
  );
};

type Hands = {
  readonly current: ScanSegment | undefined;
  readonly choose: (id: Uuid7) => void;
  readonly ask: (asking: Asking) => void;
  readonly back: () => void;
};

const useStackKeys = (scan: ScanControl, { current, choose, ask, back }: Hands): void => {
  const { session } = scan;
  const step = (by: 1 | -1) => () => {
    const next = segmentBeside(session ?? NOTHING, current?.id, by);
    if (next) choose(next.id);
  };
  const ways = () => ask({ what: 'ways' });
  useKeys({
    Escape: back,
    F4: session?.state === 'scanning' ? undefined : scan.start,
    F10: ways,
    ArrowUp: step(-1),
    ArrowDown: step(1),
    'Alt+H': current && (() => ask({ what: 'dossier', segment: current })),
  });
};

type MainProps = Hands & {
  readonly dossierId: Uuid7 | undefined;
  readonly scan: ScanControl;
  readonly page: ScanPage | undefined;
};

const StackMain = ({ dossierId, scan, page, current, choose, ask, back }: MainProps) => {
  const t = useText();
  const { session } = scan;
  const rec = reconcile(current?.dossier?.papers ?? [], ownBatch(session, current));
  const cuts = cutsOf(scan, session, page);
  usePageKeys(scan, page, session?.pages ?? [], rec, choose);
  useKeys({ 'Alt+S': cuts.split, 'Alt+G': cuts.join });
  return (
    <main className="main" aria-label={t('stack.title')}>
      <div className="bar">
        <button type="button" className="back" onClick={back}>
          <Kbd k="Esc" />
          <span>{dossierId === undefined ? t('back') : t('scan.title')}</span>
        </button>
        <h1>{t('stack.title')}</h1>
        <span className="sp" />
        <span className="muted sets opt">
          <I of={ScanText} />
          <span>{t(`scan.settings.${scan.ways.choice.source}`)}</span>
        </span>
        <Button label={t('scan.ways')} k="F10" onPress={() => ask({ what: 'ways' })} />
      </div>
      <NoticeBar />
      <StopNotice session={session} />
      {session ? <Progress session={session} expected={0} /> : <Ready />}
      {session && <SegmentStrip session={session} current={page?.id} onChoose={choose} />}
      {session && page ? (
        <PageView session={session} page={page} rec={rec} scan={scan}>
          <StackTools cuts={cuts} onChoose={current && (() => ask({ what: 'dossier', segment: current }))} />
        </PageView>
      ) : (
        <div className="view-empty muted">{t('scan.noPages')}</div>
      )}
      <StackKeys />
    </main>
  );
};

type Cuts = ReturnType<typeof cutsOf>;

const StackTools = ({ cuts, onChoose }: { readonly cuts: Cuts; readonly onChoose: (() => void) | undefined }) => {
  const t = useText();
  return (
    <>
      <li className="gap" />
      {cuts.split && <Tool icon={Scissors} label={t('stack.split')} k="Alt+S" onPress={cuts.split} />}
      {cuts.join && <Tool icon={Combine} label={t('stack.merge')} k="Alt+G" onPress={cuts.join} />}
      {cuts.uncut && <Tool icon={Undo2} label={t('stack.uncut')} onPress={cuts.uncut} />}
      {onChoose && <Tool icon={UserSearch} label={t('stack.choose')} k="Alt+H" onPress={onChoose} />}
    </>
  );
};

type AskedProps = {
  readonly asking: Asking;
  readonly scan: ScanControl;
  readonly summary: StackSummary;
  readonly onClose: () => void;
};

const Question = ({ asking, scan, summary, onClose }: AskedProps) => {
  const { session } = scan;
  switch (asking?.what) {
    case undefined:
      return null;
    case 'ways':
      return <WaysDialog ways={scan.ways} onClose={onClose} />;
    case 'attach':
      return session ? (
        <AttachQuestion session={session} summary={summary} onYes={scan.attach} onClose={onClose} />
      ) : null;
    case 'discard':
      return <DiscardQuestion count={session?.pages.length ?? 0} onYes={scan.discard} onClose={onClose} />;
    case 'dossier':
      return (
        <ChooseDossier
          segment={asking.segment}
          onChoose={(dossierId) => scan.change({ id: asking.segment.id }, { dossierId })}
          onClose={onClose}
        />
      );
    default:
      return assertNever(asking);
  }
};

/** The papers shown beside a page are those of its own dossier. */
const ownBatch = (session: ScanSession | undefined, segment: ScanSegment | undefined) => {
  if (!session || !segment) return NOTHING;
  const mine = session.segments.filter(({ dossier }) => dossier !== undefined && dossier.id === segment.dossier?.id);
  const pages = session.pages.filter(({ number }) => mine.some(({ from, to }) => number >= from && number <= to));
  return { ...NOTHING, pages };
};

const attachedSum = (attached: readonly AttachedTo[]) => ({
  count: attached.length,
  pages: attached.reduce((sum, { pages }) => sum + pages, 0),
});

const cutsOf = (scan: ScanControl, session: ScanSession | undefined, page: ScanPage | undefined) => {
  const stack = session ?? NOTHING;
  const split = splitAt(stack, page);
  const join = joinAt(stack, page);
  return {
    split: split && (() => scan.change(split, { cut: 'begin' })),
    join: join && (() => scan.change(join, { cut: 'join', dossierId: null })),
    uncut: page?.cut ? () => scan.change(page, { cut: null }) : undefined,
  };
};

const Ready = () => {
  const t = useText();
  return (
    <div className="prog" role="status">
      <I of={Layers} />
      <span>{t('stack.ready')}</span>
    </div>
  );
};

const StackKeys = () => {
  const t = useText();
  return (
    <div className="keys">
      <span>
        <Kbd k="ArrowLeft" />
        <Kbd k="ArrowRight" /> {t('scan.keyPage')}
      </span>
      <span>
        <Kbd k="ArrowUp" />
        <Kbd k="ArrowDown" /> {t('stack.keySegment')}
      </span>
      <span>
        <Kbd k="Alt+S" /> {t('stack.keySplit')}
      </span>
      <span>
        <Kbd k="Alt+G" /> {t('stack.keyMerge')}
      </span>
      <span>
        <Kbd k="Alt+H" /> {t('stack.keyChoose')}
      </span>
      <span className="opt">
        <Kbd k="Del" /> {t('scan.keyDrop')}
      </span>
      <span className="sp" />
      <span className="opt">{t('scan.kept2')}</span>
    </div>
  );
};

type QuestionProps = { readonly onYes: () => void; readonly onClose: () => void };

const AttachQuestion = ({
  session,
  summary,
  ...rest
}: QuestionProps & { readonly session: ScanSession; readonly summary: StackSummary }) => {
  const t = useText();
  const { dossiers: count, pages } = summary;
  return (
    <ConfirmDialog title={t('stack.confirmTitle', { pages, count })} yes={t('stack.attach', { count })} {...rest}>
      <ol className="segments dialog-scroll">
        {session.segments
          .filter(({ kept }) => kept > 0)
          .map((segment) => (
            <li key={segment.id}>
              <SegmentWords segment={segment} />
            </li>
          ))}
      </ol>
      <p className="muted">{t('stack.confirmMore')}</p>
    </ConfirmDialog>
  );
};

const DiscardQuestion = ({ count, ...rest }: QuestionProps & { readonly count: number }) => {
  const t = useText();
  return (
    <ConfirmDialog title={t('stack.discardTitle')} yes={t('stack.discard')} {...rest}>
      <p>{t('stack.discardSay', { count })}</p>
    </ConfirmDialog>
  );
};
