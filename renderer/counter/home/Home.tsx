import { CloudUpload, Layers, Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { DossierRow, WorkGroupKey } from '../../../domain/views/work.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { useDesk, useDossier, useWork } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { ShiftNotice } from '../office/ShiftNotice.tsx';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useText } from '../text.ts';
import { ActionDialog, type ActionName } from './ActionDialog.tsx';
import { DeviceNotices } from './DeviceNotices.tsx';
import { DossierAside } from './DossierAside.tsx';
import { DraftNotice } from './DraftNotice.tsx';
import { useHomeView } from './home-view.ts';
import { OfflineNotice } from './OfflineNotice.tsx';
import { StoreNotices } from './StoreNotices.tsx';
import { WorkTable } from './WorkTable.tsx';

export type ShownGroup = { readonly key: WorkGroupKey | 'found'; readonly rows: readonly DossierRow[] };

/** The work list with its keyboard cursor, and beside it the chosen dossier. */
export const Home = () => {
  const t = useText();
  const { selected, select, go } = useCounter();
  const { scope, group, setGroup } = useHomeView();
  const { data: work } = useWork(scope);
  const { data: dossier } = useDossier(selected);
  const [action, setAction] = useState<ActionName>();
  const groups = useMemo(
    () => shownGroups(work?.groups ?? [], group, dossier?.id === selected ? dossier : undefined),
    [work, group, dossier, selected],
  );
  const rows = useMemo(() => groups.flatMap((each) => each.rows), [groups]);
  const at = rows.findIndex((row) => row.id === selected);
  const move = (to: number) => () => select(rows[Math.max(0, Math.min(rows.length - 1, to))]?.id);
  const first = rows[0]?.id;
  useEffect(() => {
    if (selected === undefined && first !== undefined) select(first);
  }, [selected, first, select]);
  useKeys({
    ArrowDown: move(at + 1),
    ArrowUp: move(at - 1),
    PageDown: move(at + 15),
    PageUp: move(at - 15),
    Home: move(0),
    End: move(rows.length - 1),
    'Shift+F4': () => go({ name: 'scan-stack' }),
    F4: selected ? () => go({ name: 'scan', dossierId: selected }) : undefined,
  });
  return (
    <>
      <main className="main" aria-label={t('list.title')}>
        <HomeBar total={rows.length} />
        <NoticeBar />
        <ShiftNotice />
        <OfflineNotice />
        <StoreNotices />
        <DeviceNotices />
        <DraftNotice />
        {work && rows.length === 0 ? (
          <Empty grouped={group !== undefined} onAll={() => setGroup(undefined)} />
        ) : (
          <WorkTable groups={groups} selected={selected} onSelect={select} />
        )}
        <div className="keys">
          <span>
            <Kbd k="ArrowUp" />
            <Kbd k="ArrowDown" /> {t('list.choose')}
          </span>
          <span>
            <Kbd k="Enter" /> {t('list.doNext')}
          </span>
          <span className="opt">
            <Kbd k="Tab" /> {t('list.toSummary')}
          </span>
          <button type="button" className="keys-act" onClick={() => go({ name: 'scan-stack' })}>
            <Kbd k="Shift+F4" /> {t('stack.open')}
          </button>
          <span className="sp" />
          {rows.some((row) => row.unsent) && <UnsentLegend />}
          {at >= 0 && <span>{t('list.position', { row: at + 1, total: rows.length })}</span>}
        </div>
      </main>
      <DossierAside dossier={dossier} onAction={setAction} />
      {action && dossier && <ActionDialog dossier={dossier} action={action} onClose={() => setAction(undefined)} />}
    </>
  );
};

/** A dossier opened by a scan or a search may stand in no group: it is shown on top then. */
const shownGroups = (
  all: readonly ShownGroup[],
  group: WorkGroupKey | undefined,
  open: DossierRow | undefined,
): readonly ShownGroup[] => {
  const shown = group ? all.filter((each) => each.key === group) : all;
  const listed = !open || shown.some((each) => each.rows.some((row) => row.id === open.id));
  return listed ? shown : [{ key: 'found', rows: [open] }, ...shown];
};

const HomeBar = ({ total }: { readonly total: number }) => {
  const t = useText();
  const { go } = useCounter();
  const { scope, group, setScope } = useHomeView();
  const { data: desk } = useDesk();
  return (
    <div className="bar">
      <h1>{group ? t(`group.${group}`) : t('list.title')}</h1>
      <span className="muted">{t('list.count', { total })}</span>
      <span className="sp" />
      <Segments
        label={t('list.scope')}
        value={scope}
        options={[
          ['desk', t('list.desk', { desk: desk?.desk ?? '' })],
          ['all', t('list.everyone')],
        ]}
        onChange={setScope}
      />
      <Button
        className="opt"
        icon={Layers}
        label={t('stack.open')}
        k="Shift+F4"
        onPress={() => go({ name: 'scan-stack' })}
      />
      <Button icon={Plus} label={t('list.take')} k="F3" onPress={() => go({ name: 'intake', draftId: newId() })} />
    </div>
  );
};

const Empty = ({ grouped, onAll }: { readonly grouped: boolean; readonly onAll: () => void }) => {
  const t = useText();
  return (
    <div className="empty">
      <h2>{grouped ? t('list.emptyGroup') : t('list.emptyTitle')}</h2>
      {grouped ? <Button label={t('list.showAll')} onPress={onAll} /> : <p className="muted">{t('list.emptyMore')}</p>}
    </div>
  );
};

const UnsentLegend = () => {
  const t = useText();
  return (
    <span className="leg">
      <I of={CloudUpload} />
      {t('list.unsent')}
    </span>
  );
};
