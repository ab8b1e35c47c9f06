/** The number and its desk, huge, and the strip under it: the calls that wait and the last ones. */
import type { CallView } from '../../domain/views/public.ts';
import { type CallQueue, RECENT, recentCalls, shownCall } from './call-queue.ts';
import { useText } from './text.ts';

export const CallPlane = ({ queue }: { readonly queue: CallQueue }) => {
  const call = shownCall(queue);
  return (
    <main className="left">
      {call ? <Call call={call} /> : <NoCall />}
      <Strip queue={queue} />
    </main>
  );
};

const Call = ({ call }: { readonly call: CallView }) => {
  const t = useText();
  return (
    <section className="call" aria-live="assertive">
      <p className="cap">{t(call.times > 1 ? 'call.again' : 'call.invite')}</p>
      <p className="no fig">{call.ticket}</p>
      <p className="desk">
        <svg viewBox="0 0 124 104" role="img" aria-label={t('to')}>
          <path d="M0 52h102M62 7l45 45-45 45" />
        </svg>
        <Desk number={call.desk} />
      </p>
    </section>
  );
};

const NoCall = () => {
  const t = useText();
  return (
    <section className="call call-none">
      <p className="cap">{t('call.none')}</p>
      <p className="take">{t('call.noneTake')}</p>
      <p className="where">{t('call.noneWhere')}</p>
    </section>
  );
};

const Desk = ({ number }: { readonly number: number }) => {
  const t = useText();
  return (
    <span className="nb">
      {t('desk')} <span className="fig">{number}</span>
    </span>
  );
};

/** Four cells: calls that wait for their turn come first, then the last ones. */
const Strip = ({ queue }: { readonly queue: CallQueue }) => {
  const t = useText();
  const next = queue.waiting.slice(0, RECENT);
  const recent = recentCalls(queue).slice(0, RECENT - next.length);
  return (
    <section className="strip">
      {next.length > 0 && <h2 className="col-1">{t('call.next')}</h2>}
      {recent.length > 0 && <h2 className={`col-${next.length + 1}`}>{t('call.recent')}</h2>}
      {[...next, ...recent].map((call, index) => (
        <Cell key={call.id} call={call} waiting={index < next.length} />
      ))}
    </section>
  );
};

const Cell = ({ call, waiting }: { readonly call: CallView; readonly waiting: boolean }) => (
  <p className={waiting ? 'cell next' : 'cell'}>
    <b className="fig">{call.ticket}</b>
    <span className="at">
      <Desk number={call.desk} />
    </span>
  </p>
);
