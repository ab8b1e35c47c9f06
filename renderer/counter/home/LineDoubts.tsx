import { CircleAlert, ClockAlert, MonitorX, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { sentenceOf } from '../../../domain/errors.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { day } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useConnection } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

/** What is not as it should be between this office and the province, though work goes on: said calmly, until it is gone. */
export const LineDoubts = () => {
  const { data: connection } = useConnection();
  if (connection === undefined) return null;
  return (
    <>
      {connection.clockDoubt !== undefined && <ClockDoubt doubt={connection.clockDoubt} />}
      {connection.sharedKey !== undefined && <SharedKey />}
      {(connection.held ?? 0) > 0 && <Held count={connection.held ?? 0} />}
      <Books books={connection.books} />
    </>
  );
};

const Doubt = ({ icon, children }: { readonly icon: typeof Scale; readonly children: ReactNode }) => {
  const t = useText();
  return (
    <section className="notice dev" role="status" aria-label={t('offline.label')}>
      <I of={icon} className="nt" />
      {children}
    </section>
  );
};

const ClockDoubt = ({ doubt }: { readonly doubt: NonNullable<ConnectionState['clockDoubt']> }) => {
  const t = useText();
  return (
    <Doubt icon={ClockAlert}>
      <div>
        <p className="nt-t">
          <b>{t(doubt === 'behind' ? 'offline.clockBehind' : 'offline.clockAhead')}</b> {t('offline.clockMore')}
        </p>
      </div>
    </Doubt>
  );
};

const SHARED_KEY = 'MC-PAR-10';

const SharedKey = () => {
  const say = useSay();
  return (
    <Doubt icon={MonitorX}>
      <div>
        <p className="nt-t">{say(sentenceOf(SHARED_KEY))}</p>
      </div>
      <span className="muted err">{SHARED_KEY}</span>
    </Doubt>
  );
};

const Held = ({ count }: { readonly count: number }) => {
  const t = useText();
  const { show } = useCounter();
  return (
    <Doubt icon={CircleAlert}>
      <div>
        <p className="nt-t">{t('offline.held', { held: count })}</p>
      </div>
      <Button label={t('offline.see')} k="Alt+W" onPress={() => show('outbox')} />
    </Doubt>
  );
};

const MOST_DAYS = 3;

const Books = ({ books }: Pick<ConnectionState, 'books'>) => {
  const t = useText();
  const differing = books?.differing ?? [];
  if (differing.length === 0) return null;
  const named = differing.slice(-MOST_DAYS).map(day).join(', ');
  return (
    <Doubt icon={Scale}>
      <div>
        <p className="nt-t">
          <b>{t('offline.differ', { days: differing.length > MOST_DAYS ? `${named}…` : named })}</b>{' '}
          {t('offline.differMore')}
        </p>
      </div>
    </Doubt>
  );
};
