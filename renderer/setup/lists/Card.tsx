import { FileUp, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OfficeList } from '../../../domain/office-file.ts';
import { Pill } from '../device-page/DevicePill.tsx';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { SOURCE_ICON, type SourceName } from './source.ts';

type CardProps = {
  readonly list: OfficeList;
  readonly icon: LucideIcon;
  readonly source: SourceName;
  readonly onPick: () => void;
  readonly children: ReactNode;
};

/** One of the three lists: what it is, where the one in force came from, and how another one is brought. */
export const Card = ({ list, icon, source, onPick, children }: CardProps) => {
  const t = useText();
  const name = t(`lists.name.${list}`);
  return (
    <section className="office-list" aria-label={name} data-list={list}>
      <div className="pic">
        <I of={icon} />
      </div>
      <div className="office-list-body">
        <h2>
          {name}
          <Pill
            icon={SOURCE_ICON[source]}
            tone={source === 'none' ? 'due' : 'gone'}
            text={t(`lists.source.${source}`)}
          />
        </h2>
        {children}
      </div>
      <Button label={t('lists.choose')} icon={FileUp} onPress={onPick} about={name} />
    </section>
  );
};

type FactProps = { readonly name: string; readonly children: ReactNode; readonly wide?: boolean };
export const CardFact = ({ name, children, wide = false }: FactProps) => (
  <div className={wide ? 'wide' : undefined}>
    <dt>{name}</dt>
    <dd className="fig">{children}</dd>
  </div>
);

/** What is announced for later: a day and what is to be then. */
type LaterProps = { readonly rows: readonly { readonly id: string; readonly day: string; readonly text: string }[] };
export const Later = ({ rows }: LaterProps) => {
  const t = useText();
  return (
    <div className="announced">
      <h3>{t('lists.later')}</h3>
      {rows.length === 0 ? (
        <p className="muted">{t('lists.nothingLater')}</p>
      ) : (
        <ul>
          {rows.map(({ id, day, text }) => (
            <li key={id}>
              <b className="fig">{day}</b>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
