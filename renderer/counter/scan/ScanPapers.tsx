import { Layers, ScanText } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Paper } from '../../../domain/dossier.ts';
import type { Uuid7 } from '../../../domain/ids.ts';
import { pagesLeft } from '../../../domain/pages-left.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { codeParts } from '../../common/format.ts';
import { useCounter } from '../counter-state.ts';
import { useDossier } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';
import { PageStrip } from './PageStrip.tsx';
import { PageView } from './PageView.tsx';
import { Idle, Progress, StopNotice } from './Progress.tsx';
import {
  pageBeside,
  paperBeside,
  type Reconciliation,
  readingOrder,
  reconcile,
  type ScanPage,
  turned,
} from './reconcile.ts';
import { ScanAside } from './ScanAside.tsx';
import { type ScanControl, useScan } from './use-scan.ts';
import { WaysDialog } from './WaysDialog.tsx';

const NOTHING = { sheets: 0, sides: 0, pages: [], segments: [] } as const;
const NO_PAPERS: readonly Paper[] = [];

/** Papers through the feeder: pages stream in, each by itself assigned, and nothing is attached before it adds up or the officer says so. */
export const ScanPapers = ({ dossierId }: { readonly dossierId: Uuid7 }) => {
  const t = useText();
  const { go, notify } = useCounter();
  const { data: dossier } = useDossier(dossierId);
  const scan = useScan(dossierId, (attached) => {
    const pages = attached.reduce((sum, one) => sum + one.pages, 0);
    go({ name: 'home' });
    notify({ tone: 'good', text: t('scan.attached', { pages, code: codeParts(dossier?.code ?? '')[1] }) });
  });
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<Uuid7>();
  const papers = useMemo(() => (dossier ? pagesLeft(dossier.papers, dossier.documents) : NO_PAPERS), [dossier]);
  const pages = readingOrder(scan.session?.pages ?? []);
  const rec = reconcile(papers, scan.session ?? NOTHING);
  const page = pages.find(({ id }) => id === chosen) ?? pages[0];
  usePageKeys(scan, page, pages, rec, setChosen);
  const back = () => go({ name: 'home' });
  const openWays = () => setAsking(true);
  const asStack = () => go({ name: 'scan-stack', dossierId });
  useKeys({
    Escape: back,
    F4: scan.session?.state === 'scanning' ? undefined : scan.start,
    F10: openWays,
    'Alt+S': rec.strangers > 0 ? asStack : undefined,
  });
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
            <span>{t(`scan.settings.${scan.ways.choice.source}`)}</span>
          </span>
          <Button label={t('scan.ways')} k="F10" onPress={openWays} />
        </div>
        <NoticeBar />
        <StopNotice session={scan.session} />
        {rec.strangers > 0 && <StrangersNotice count={rec.strangers} onLook={asStack} />}
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
      <ScanAside rec={rec} scan={scan} onAside={back} onStack={asStack} />
      {asking && <WaysDialog ways={scan.ways} onClose={() => setAsking(false)} />}
    </>
  );
};

/** Papers of another dossier in this stack: they are never attached to this one by themselves. */
const StrangersNotice = ({ count, onLook }: { readonly count: number; readonly onLook: () => void }) => {
  const t = useText();
  return (
    <section className="notice dev" role="status">
      <I of={Layers} className="nt" />
      <div>
        <p>
          <b>{t('scan.strangers', { count })}</b> {t('scan.strangersMore')}
        </p>
      </div>
      <Button label={t('scan.strangersLook')} k="Alt+S" onPress={onLook} />
    </section>
  );
};

export const usePageKeys = (
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
  const drop = page && (() => scan.drop(page));
  const undrop = () => {
    const back = scan.undrop();
    if (back !== undefined) choose(back);
  };
  useKeys({
    ArrowLeft: step(-1),
    ArrowRight: step(1),
    'Shift+ArrowLeft': assign(-1),
    'Shift+ArrowRight': assign(1),
    'Alt+[': page && (() => scan.change(page, { rotation: turned(page.rotation, -90) })),
    'Alt+]': page && (() => scan.change(page, { rotation: turned(page.rotation, 90) })),
    Delete: drop,
    'Alt+R': page && (() => scan.rescan(page)),
    'Ctrl+Z': undrop,
  });
};
