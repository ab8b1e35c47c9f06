import { CircleCheck, CirclePause, LoaderCircle, ScanText, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Paper } from '../../../domain/dossier.ts';
import type { Uuid7 } from '../../../domain/ids.ts';
import { pagesLeft } from '../../../domain/pages-left.ts';
import type { ScanSession } from '../../../domain/views.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { failureOfCode } from '../../common/failure.ts';
import { codeParts, timeWithSeconds } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useDossier } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';
import { PageStrip } from './PageStrip.tsx';
import { PageView } from './PageView.tsx';
import {
  pageBeside,
  paperBeside,
  type Reconciliation,
  readingOrder,
  reconcile,
  type ScanPage,
  stopsAtSheet,
  turned,
} from './reconcile.ts';
import { ScanAside } from './ScanAside.tsx';
import { type ScanControl, useScan } from './use-scan.ts';

const NOTHING = { sheets: 0, pages: [] } as const;
const NO_PAPERS: readonly Paper[] = [];

/** Papers through the feeder: pages stream in, each by itself assigned, and nothing is attached before it adds up or the officer says so. */
export const ScanPapers = ({ dossierId }: { readonly dossierId: Uuid7 }) => {
  const t = useText();
  const { go, notify } = useCounter();
  const { data: dossier } = useDossier(dossierId);
  const scan = useScan(dossierId, (pages) => {
    go({ name: 'home' });
    notify({ tone: 'good', text: t('scan.attached', { pages, code: codeParts(dossier?.code ?? '')[1] }) });
  });
  const [chosen, setChosen] = useState<Uuid7>();
  const papers = useMemo(() => (dossier ? pagesLeft(dossier.papers, dossier.documents) : NO_PAPERS), [dossier]);
  const pages = scan.session?.pages ?? [];
  const rec = reconcile(papers, scan.session ?? NOTHING);
  const page = pages.find(({ id }) => id === chosen) ?? readingOrder(pages)[0];
  usePageKeys(scan, page, pages, rec, setChosen);
  const back = () => go({ name: 'home' });
  useKeys({ Escape: back, F4: scan.session?.state === 'scanning' ? undefined : scan.start });
  return (
    <>
      <main className="main" aria-label={t('scan.title')}>
        <div className="bar">
          <button type="button" className="back" onClick={back}>
            <Kbd k="Esc" />
            <span>{t('back')}</span>
          </button>
          <h1>{t('scan.title')}</h1>
          {dossier && (
            <span className="muted">
              <DossierCode code={dossier.code} />
            </span>
          )}
          <span className="sp" />
          <span className="muted sets opt">
            <I of={ScanText} />
            <span>{t('scan.settings')}</span>
          </span>
        </div>
        <NoticeBar />
        {scan.session?.code && scan.session.state === 'ended' && <StopNotice code={scan.session.code} />}
        {scan.session ? <Progress session={scan.session} expected={rec.expected} /> : <Idle />}
        <PageStrip rec={rec} session={scan.session} current={page?.id} onChoose={setChosen} />
        {scan.session && page ? (
          <PageView session={scan.session} page={page} rec={rec} scan={scan} />
        ) : (
          <div className="view-empty muted">{t('scan.noPages')}</div>
        )}
        <div className="keys">
          <span>
            <Kbd k="ArrowLeft" />
            <Kbd k="ArrowRight" /> {t('scan.keyPage')}
          </span>
          <span>
            <Kbd k="Space" /> {t('scan.keyWhole')}
          </span>
          <span>
            <Kbd k="Del" /> {t('scan.keyDrop')}
          </span>
          <span>
            <Kbd k="Esc" /> {t('scan.keyAside')}
          </span>
          <span className="sp" />
          <span className="opt">{t('scan.kept2')}</span>
        </div>
      </main>
      <ScanAside rec={rec} scan={scan} onAside={back} />
    </>
  );
};

const usePageKeys = (
  scan: ScanControl,
  page: ScanPage | undefined,
  pages: readonly ScanPage[],
  rec: Reconciliation,
  choose: (id: Uuid7) => void,
): void => {
  const step = (by: 1 | -1) => () => {
    const next = pageBeside(pages, page?.id, by);
    if (next) choose(next.id);
  };
  const assign = (by: 1 | -1) => page && (() => scan.change(page, { paper: paperBeside(rec, page.paper, by) }));
  const drop = page && (() => scan.change(page, { dropped: !page.dropped }));
  useKeys({
    ArrowLeft: step(-1),
    ArrowRight: step(1),
    'Shift+ArrowLeft': assign(-1),
    'Shift+ArrowRight': assign(1),
    'Alt+[': page && (() => scan.change(page, { rotation: turned(page.rotation, -90) })),
    'Alt+]': page && (() => scan.change(page, { rotation: turned(page.rotation, 90) })),
    Delete: drop,
    'Ctrl+Z': page?.dropped ? drop : undefined,
  });
};

const StopNotice = ({ code }: { readonly code: string }) => {
  const say = useSay();
  const sentence = failureOfCode(code).sentence;
  return (
    <section className="notice dev" role="alert">
      <I of={TriangleAlert} className="nt" />
      <div>
        <p>{sentence && <Strong text={say(sentence)} />}</p>
      </div>
      <span className="muted err">{code}</span>
    </section>
  );
};

/** The first sentence says what happened, the rest what to do. */
const Strong = ({ text }: { readonly text: string }) => {
  const [first = '', ...rest] = text.split(/(?<=\.)\s/);
  return (
    <>
      <b>{first}</b> {rest.join(' ')}
    </>
  );
};

const Idle = () => {
  const t = useText();
  return (
    <div className="prog" role="status">
      <I of={ScanText} />
      <span>{t('scan.ready')}</span>
    </div>
  );
};

const Progress = ({ session, expected }: { readonly session: ScanSession; readonly expected: number }) => {
  const t = useText();
  const { state, sheets, pages, startedAt, endedAt, code } = session;
  const total = Math.max(expected, sheets, pages.length);
  const seconds = Math.max(1, Math.round(((endedAt ?? startedAt) - startedAt) / 1000));
  const look =
    state === 'scanning'
      ? { icon: LoaderCircle, className: 'spin' }
      : code
        ? { icon: CirclePause, className: 'a' }
        : { icon: CircleCheck, className: 'g' };
  return (
    <div className="prog" role="status">
      <I of={look.icon} className={look.className} />
      <span>
        {state === 'scanning' && <b>{t('scan.scanning', { sheets })}</b>}
        {state === 'ended' && !code && (
          <>
            <b>{t('scan.done', { sheets })}</b> {t('scan.doneMore', { seconds })}
          </>
        )}
        {state === 'ended' && code && (
          <>
            <b>{t('scan.stopped', { sheet: pages.length + 1 })}</b>{' '}
            {endedAt !== undefined && t('scan.stoppedMore', { at: timeWithSeconds(endedAt) })}
          </>
        )}
      </span>
      <span className="segs" aria-hidden="true">
        {Array.from({ length: Math.min(total, 60) }, (_, index) => {
          const page = pages[index];
          const jammed = state === 'ended' && stopsAtSheet(code) && index === pages.length;
          // biome-ignore lint/suspicious/noArrayIndexKey: the place on the line is the identity
          return <i key={index} className={page ? (page.blank && !page.dropped ? 'f' : 'd') : jammed ? 'j' : ''} />;
        })}
      </span>
      <span className="muted">{t('scan.of', { have: pages.length, expected })}</span>
    </div>
  );
};
