/** What follows from the state: where to go and what to bring, when to come back, or what to ask. */
import { IdCard, ReceiptText } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { Instant } from '../../../domain/ids.ts';
import type { PublicStatus } from '../../../domain/views/public.ts';
import { useKiosk } from '../kiosk-context.ts';
import { ICON } from '../parts/Frame.tsx';
import { returnedAt } from '../status-view.ts';
import { useText } from '../text.ts';
import { dayMonthWords, dayWords, leafOf, timeWords } from '../words.ts';

type DetailProps = { readonly status: PublicStatus };

export const StatusDetail = ({ status }: DetailProps) => {
  switch (status.status) {
    case 'ready':
      return <ComeAndBring desk={status.desk} />;
    case 'in-progress':
      return <DueDay status={status} />;
    case 'late':
      return status.rescheduledTo === undefined ? (
        <LateWithoutDate status={status} />
      ) : (
        <NewDay status={status} at={status.rescheduledTo} />
      );
    case 'awaiting-supplement':
      return <Supplement status={status} />;
    case 'returned':
      return <Returned status={status} />;
    case 'refused':
      return <Asked status={status} ask="status.refusedAsk" />;
    case 'cancelled':
      return <Asked status={status} ask="status.cancelledAsk" />;
    default:
      return assertNever(status.status);
  }
};

const ComeAndBring = ({ desk }: { readonly desk: number }) => {
  const t = useText();
  const [before = '', after = ''] = t('desk', { desk: '\n' }).split('\n');
  return (
    <div className="pair">
      <section className="card box">
        <p className="cap">{t('status.comeTo')}</p>
        <p className={desk > 9 ? 'desk two fig' : 'desk fig'}>
          {before.trim()} <b>{desk}</b> {after.trim()}
        </p>
      </section>
      <section className="card box">
        <p className="cap">{t('status.bring')}</p>
        <ul className="bring">
          <li>
            <span className="pic">
              <ReceiptText {...ICON} />
            </span>
            {t('status.receipt')}
          </li>
          <li>
            <span className="pic">
              <IdCard {...ICON} />
            </span>
            {t('status.card')}
          </li>
        </ul>
      </section>
    </div>
  );
};

/** A day as a calendar's leaf, and beside it what it means. */
const Again = ({
  at,
  cap,
  date,
  children,
}: {
  readonly at: Instant;
  readonly cap: string;
  readonly date: string;
  readonly children?: ReactNode;
}) => {
  const { language } = useKiosk().journey;
  const leaf = leafOf(at, language);
  return (
    <section className="card again">
      <div className="leaf" aria-hidden="true">
        <p className="d">{leaf.weekday}</p>
        <p className="n fig">{leaf.day}</p>
        <p className="m">{leaf.month}</p>
      </div>
      <div>
        <p className="cap">{cap}</p>
        <p className="date">{date}</p>
        {children}
      </div>
    </section>
  );
};

const Why = ({ reason }: { readonly reason: string | undefined }) => {
  const t = useText();
  if (!reason) return null;
  return (
    <div className="why">
      <span>
        <b>{t('status.why')}</b> {reason}
      </span>
    </div>
  );
};

const usePhrase = () => {
  const t = useText();
  const { language } = useKiosk().journey;
  return (key: 'status.duePhrase' | 'status.movedPhrase', at: Instant) =>
    t(key, { time: timeWords(at, language), day: dayWords(at, language) });
};

const DueDay = ({ status }: DetailProps) => {
  const t = useText();
  const phrase = usePhrase();
  const at = status.rescheduledTo ?? status.dueAt;
  return (
    <Again at={at} cap={t('status.dueCap')} date={phrase('status.duePhrase', at)}>
      <p className="why">{t('status.soon')}</p>
    </Again>
  );
};

const NewDay = ({ status, at }: DetailProps & { readonly at: Instant }) => {
  const t = useText();
  const { language } = useKiosk().journey;
  const phrase = usePhrase();
  return (
    <Again
      at={at}
      cap={t('status.movedCap', { day: dayMonthWords(status.dueAt, language) })}
      date={phrase('status.movedPhrase', at)}
    >
      <Why reason={status.reason} />
    </Again>
  );
};

const LateWithoutDate = ({ status }: DetailProps) => {
  const t = useText();
  const { language } = useKiosk().journey;
  return (
    <section className="card tell">
      <p className="cap">{t('status.lateCap', { day: dayMonthWords(status.dueAt, language) })}</p>
      <p className="big">{t('status.lateNoDate')}</p>
      <p>{t('status.lateAsk', { desk: status.desk })}</p>
      <Why reason={status.reason} />
    </section>
  );
};

const Supplement = ({ status }: DetailProps) => {
  const t = useText();
  return (
    <section className="card tell">
      <p className="cap">{t('status.needCap')}</p>
      <p className="big">{t('status.needAsk', { desk: status.desk })}</p>
      <p>{t('status.needClock')}</p>
      <Why reason={status.reason} />
    </section>
  );
};

const Returned = ({ status }: DetailProps) => {
  const t = useText();
  const { language } = useKiosk().journey;
  const at = returnedAt(status);
  return (
    <section className="card tell">
      {at !== undefined && (
        <p className="big">{t('status.returnedOn', { desk: status.desk, day: dayWords(at, language) })}</p>
      )}
      <p>{t('status.returnedAsk', { desk: status.desk })}</p>
    </section>
  );
};

const Asked = ({ status, ask }: DetailProps & { readonly ask: 'status.refusedAsk' | 'status.cancelledAsk' }) => {
  const t = useText();
  return (
    <section className="card tell">
      <p className="big">{t(ask, { desk: status.desk })}</p>
      <Why reason={status.reason} />
    </section>
  );
};
