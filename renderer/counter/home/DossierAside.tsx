import { CirclePause, Clock, Ellipsis, ScanText } from 'lucide-react';
import { useState } from 'react';
import type { DossierAction } from '../../../domain/dossier-actions.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { duration } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { WhereIs } from '../office/WhereIs.tsx';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { HistoryTab, PapersTab, PrintsTab } from './DossierTabs.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { ACTION_ICON } from './next-action.ts';
import { PrintQuestion } from './PrintQuestion.tsx';
import { RejectedQuestion } from './RejectedQuestion.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import { GROUP_ICON } from './work-groups.ts';

const TABS = ['summary', 'papers', 'prints', 'history'] as const;
type Tab = (typeof TABS)[number];

type AsideProps = { readonly dossier: DossierDetail | undefined; readonly onAction: (action: DossierAction) => void };

/** What the chosen dossier is, and what is next: one sentence and the one filled button at the foot. */
export const DossierAside = ({ dossier, onAction }: AsideProps) => {
  const t = useText();
  const [tab, setTab] = useState<Tab>('summary');
  useKeys(Object.fromEntries(TABS.map((name, index) => [`Alt+${index + 1}`, () => setTab(name)])));
  if (!dossier) return <NothingChosen />;
  const counts = {
    summary: undefined,
    papers: dossier.papers.length,
    prints: dossier.prints.length,
    history: dossier.history.length,
  };
  return (
    <aside className="aside" aria-label={t('detail.label')}>
      <div className="a-head">
        <div className="a-top">
          <DossierCode code={dossier.code} />
          <DuePill dossier={dossier} />
        </div>
        <h2>{dossier.procedureName}</h2>
        <p className="muted">
          {dossier.procedureCode} · {dossier.fieldName} · {t(`status.${dossier.status}`)}
        </p>
      </div>
      <WhereIs key={dossier.id} dossier={dossier} />
      <div className="tabs" role="tablist">
        {TABS.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
            {t(`detail.${name}`)}
            {counts[name] !== undefined && <b>{counts[name]}</b>}
          </button>
        ))}
        <span className="sp" />
        <span className="hint">
          <Kbd k="Alt+1–4" />
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard too */}
      <div className="a-body" role="tabpanel" tabIndex={0}>
        {tab === 'summary' && <SummaryTab dossier={dossier} />}
        {tab === 'papers' && <PapersTab dossier={dossier} />}
        {tab === 'prints' && <PrintsTab dossier={dossier} />}
        {tab === 'history' && <HistoryTab dossier={dossier} />}
      </div>
      <Foot dossier={dossier} onAction={onAction} />
    </aside>
  );
};

const NothingChosen = () => {
  const t = useText();
  return (
    <aside className="aside" aria-label={t('detail.label')}>
      <div className="empty">
        <h2>{t('detail.nothing')}</h2>
        <p className="muted">{t('detail.nothingMore')}</p>
      </div>
    </aside>
  );
};

const DuePill = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const language = useLanguage();
  const left = duration(Math.abs(dossier.minutesLeft), language);
  if (dossier.due === 'late')
    return (
      <span className="pill late">
        <I of={GROUP_ICON.late} />
        {t('detail.late', { duration: left })}
      </span>
    );
  if (dossier.due === 'due-today')
    return (
      <span className="pill due">
        <I of={GROUP_ICON['due-today']} />
        {t('detail.left', { duration: left })}
      </span>
    );
  if (dossier.due === 'stopped')
    return (
      <span className="pill calm">
        <I of={CirclePause} />
        {t('detail.stopped')}
      </span>
    );
  if (dossier.status === 'result-ready')
    return (
      <span className="pill ready">
        <I of={GROUP_ICON['result-ready']} />
        {t('status.result-ready')}
      </span>
    );
  return (
    <span className="pill">
      <I of={Clock} />
      {t(`status.${dossier.status}`)}
    </span>
  );
};

const Foot = ({
  dossier,
  onAction,
}: {
  readonly dossier: DossierDetail;
  readonly onAction: (action: DossierAction) => void;
}) => {
  const t = useText();
  const { go } = useCounter();
  const [menu, setMenu] = useState(false);
  const next = dossier.nextAction;
  const scan = () => go({ name: 'scan', dossierId: dossier.id });
  const doNext = () => {
    if (next === 'return-result') go({ name: 'return', dossierId: dossier.id });
    else if (next === 'scan-papers') scan();
    else if (next && next !== 'confirm-print' && next !== 'fix-rejected') onAction(next);
  };
  useKeys({ 'Alt+M': () => setMenu((open) => !open) });
  if (next === 'confirm-print') return <PrintQuestion dossier={dossier} />;
  if (next === 'fix-rejected' && dossier.rejected) return <RejectedQuestion rejected={dossier.rejected} />;
  return (
    <Go
      say={t(next ? `say.${next}` : 'say.done')}
      label={next && t(`next.${next}`)}
      icon={next && ACTION_ICON[next]}
      onGo={doNext}
    >
      <Button icon={ScanText} label={t('detail.scan')} k="F4" onPress={scan} />
      <Button icon={Ellipsis} label={t('detail.other')} k="Alt+M" onPress={() => setMenu(true)} />
      {menu && <MoreMenu dossier={dossier} onAction={onAction} onClose={() => setMenu(false)} />}
    </Go>
  );
};
