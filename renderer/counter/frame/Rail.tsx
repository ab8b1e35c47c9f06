import { CloudUpload, Keyboard, ListChecks, type LucideIcon } from 'lucide-react';
import type { WorkGroupKey } from '../../../domain/views/work.ts';
import { useCounter } from '../counter-state.ts';
import { useConnection, useWork } from '../data.ts';
import { useHomeView } from '../home/home-view.ts';
import { GROUP_ICON, RAIL_SECTIONS } from '../home/work-groups.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { QueueCard } from './QueueCard.tsx';

export const Rail = () => {
  const t = useText();
  const { view, go, select, show } = useCounter();
  const { scope, group, setGroup } = useHomeView();
  const { data: work } = useWork(scope);
  const { data: connection } = useConnection();
  const open = (key: WorkGroupKey | undefined) => {
    // The list takes the focus then, so that arrows and Enter work at once.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setGroup(key);
    select(undefined);
    go({ name: 'home' });
  };
  const home = view.name === 'home';
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <QueueCard />
      <ul className="groups">
        <Entry
          icon={ListChecks}
          label={t('rail.all')}
          count={work?.total ?? 0}
          current={home && !group}
          onPress={() => open(undefined)}
        />
        {RAIL_SECTIONS.map(({ title, groups }) => [
          <li key={title} className="sec">
            {t(`rail.${title}`)}
          </li>,
          ...groups.map((key) => (
            <Entry
              key={key}
              icon={GROUP_ICON[key]}
              label={t(`group.${key}`)}
              count={work?.counts[key] ?? 0}
              current={home && group === key}
              className={key === 'late' ? 'is-late' : key === 'due-today' ? 'is-due' : ''}
              onPress={() => open(key)}
            />
          )),
        ])}
      </ul>
      <ul className="groups foot">
        <Entry
          icon={CloudUpload}
          label={t('rail.outbox')}
          count={connection?.waiting ?? 0}
          current={false}
          onPress={() => show('outbox')}
        />
        <Entry icon={Keyboard} label={t('rail.help')} current={false} onPress={() => show('help')} />
      </ul>
    </nav>
  );
};

type EntryProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count?: number;
  readonly current: boolean;
  readonly className?: string;
  readonly onPress: () => void;
};

const Entry = ({ icon, label, count, current, className = '', onPress }: EntryProps) => (
  <li>
    <button
      type="button"
      className={`${count === 0 ? 'none' : className}`}
      aria-current={current || undefined}
      onClick={onPress}
    >
      <I of={icon} />
      <span>{label}</span>
      {count !== undefined && <b>{count}</b>}
    </button>
  </li>
);
