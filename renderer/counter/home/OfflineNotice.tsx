import { Check, ChevronDown, ChevronUp, CirclePause, CloudOff, CloudUpload, type LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ConnectionState, OutboxRow } from '../../../domain/views/line.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useConnection, useOutbox } from '../data.ts';
import { operationWord } from '../frame/operation-words.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { LineDoubts } from './LineDoubts.tsx';

/** Its sentence is the notice itself. */
const LINE_CUT = 'MC-NET-01';
const FOLDED = 'counter.offline.folded';

/** The line to the province: cut, or not as it should be. */
export const OfflineNotice = () => (
  <>
    <LineCut />
    <LineDoubts />
  </>
);

/** No line to the province: a calm sentence in the flow, what works, what waits, what is queued. Never a modal. */
const LineCut = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: connection } = useConnection();
  const [folded, setFolded] = useState(() => sessionStorage.getItem(FOLDED) === 'yes');
  if (connection?.state !== 'offline') return null;
  const fold = (value: boolean) => {
    sessionStorage.setItem(FOLDED, value ? 'yes' : 'no');
    setFolded(value);
  };
  return (
    <section className={`notice calm ${folded ? 'is-folded' : ''}`} role="status" aria-label={t('offline.label')}>
      <I of={CloudOff} className="nt" />
      <div>
        <p className="nt-t">
          <b>{t('offline.title', { at: connection.since })}</b> {t('offline.more', { waiting: connection.waiting })}
        </p>
        <Cause code={connection.code} />
      </div>
      {connection.code && <span className="muted err">{connection.code}</span>}
      <Button className="low" label={t('offline.see')} k="Alt+W" onPress={() => show('outbox')} />
      <button type="button" className="btn tall" aria-expanded={!folded} onClick={() => fold(!folded)}>
        <span>{folded ? t('offline.unfold') : t('offline.fold')}</span>
        <I of={folded ? ChevronDown : ChevronUp} />
      </button>
      {!folded && <Three connection={connection} />}
    </section>
  );
};

/** The line is there, but what answers is not the province as it should be: the technician can do something about that. */
const Cause = ({ code }: { readonly code: string | undefined }) => {
  const say = useSay();
  const sentence = code === undefined || code === LINE_CUT ? undefined : failureOfCode(code).sentence;
  return sentence && <p className="muted">{say(sentence)}</p>;
};

const Three = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const { show } = useCounter();
  return (
    <dl className="tri">
      <Part icon={Check} title={t('offline.works')}>
        <dd>{t('offline.works1', { numbers: connection.numbersLeft })}</dd>
        <dd>{t('offline.works2')}</dd>
        <dd>{t('offline.works3')}</dd>
      </Part>
      <Part icon={CirclePause} title={t('offline.waits')}>
        <dd>{t('offline.waits1')}</dd>
        <dd>{t('offline.waits2')}</dd>
        <dd>{t('offline.waits3')}</dd>
      </Part>
      <Part icon={CloudUpload} title={t('offline.pending', { waiting: connection.waiting })}>
        <Pending oldest={connection.oldestWaitingAt} />
        <dd>
          <button type="button" className="more-l" onClick={() => show('outbox')}>
            {t('offline.see')}
          </button>{' '}
          <Kbd k="Alt+W" />
        </dd>
      </Part>
    </dl>
  );
};

const Part = ({
  icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <div>
    <dt>
      <I of={icon} />
      {title}
    </dt>
    {children}
  </div>
);

const Pending = ({ oldest }: { readonly oldest: number | undefined }) => {
  const t = useText();
  const { data: rows = [] } = useOutbox(true);
  const waiting = rows.filter((row) => row.state === 'waiting');
  if (waiting.length === 0) return <dd>{t('offline.none')}</dd>;
  return (
    <>
      <dd>
        {countByType(waiting)
          .map(([type, count]) => t('offline.byType', { count, what: operationWord(t, type).toLocaleLowerCase('vi') }))
          .join(', ')}
      </dd>
      {oldest !== undefined && <dd>{t('offline.oldest', { at: oldest })}</dd>}
    </>
  );
};

const countByType = (rows: readonly OutboxRow[]): readonly (readonly [string, number])[] =>
  [...Map.groupBy(rows, (row) => row.type)].map(([type, same]) => [type, same.length]);
