import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import type { QueueDesk } from '../../../domain/views/desk.ts';
import { station } from '../../common/client.ts';
import { ticketText } from '../../common/format.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useQueue } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { useText } from '../text.ts';

/** The person at the desk and the next one. F2 calls; only while somebody is served are the other three offered. */
export const QueueCard = () => {
  const t = useText();
  const { data: queue } = useQueue();
  const act = useQueueActs();
  const serving = queue?.serving;
  useKeys({
    F2: act.call,
    'Shift+F2': serving ? act.recall : undefined,
    'Alt+V': serving ? act.absent : undefined,
    'Alt+F': serving ? act.finish : undefined,
  });
  return (
    <section className="queue" aria-label={t('queue.label')}>
      <div className="q-cells">
        <Serving queue={queue} />
        <div>
          <span className="lbl">{t('queue.waiting')}</span>
          <strong>{queue?.waiting ?? 0}</strong>
          <span className="sub">
            {queue && queue.waiting > 0 ? t('queue.longest', { minutes: queue.longestWaitMinutes }) : t('queue.empty')}
          </span>
        </div>
      </div>
      <Button className="call" icon={Megaphone} label={t('queue.call')} k="F2" onPress={act.call} />
      {serving && (
        <div className="q-more">
          <button type="button" title="Shift+F2" onClick={act.recall}>
            {t('queue.recall')}
          </button>
          <button type="button" title="Alt+V" onClick={act.absent}>
            {t('queue.absent')}
          </button>
          <button type="button" title="Alt+F" onClick={act.finish}>
            {t('queue.finish')}
          </button>
        </div>
      )}
      {queue?.next && (
        <p className="upnext">
          {t('queue.next')} <b>{ticketText(queue.next)}</b>
          {queue.next.priority && <span className="wide"> · {t('queue.priority')}</span>}
        </p>
      )}
    </section>
  );
};

const Serving = ({ queue }: { readonly queue: QueueDesk | undefined }) => {
  const t = useText();
  const ticket = queue?.serving;
  return (
    <div>
      <span className="lbl">{t('queue.serving')}</span>
      <strong className="serving">{ticket ? ticketText(ticket) : '–'}</strong>
      <span className="sub">
        {ticket?.calledAt === undefined ? t('queue.nobody') : t('queue.since', { at: ticket.calledAt })}
        {ticket && ticket.calls > 1 && <span className="wide"> · {t('queue.called', { times: ticket.calls })}</span>}
      </span>
    </div>
  );
};

const useQueueActs = () => {
  const client = useQueryClient();
  const { fail } = useCounter();
  const { mutate, isPending } = useMutation({
    mutationFn: (act: () => Promise<QueueDesk>) => act(),
    onSuccess: (queue) => client.setQueryData(keys.queue, queue),
    onError: fail,
  });
  // A second press while the first is on its way would call two people.
  const once = (act: () => Promise<QueueDesk>) => () => {
    if (!isPending) mutate(act);
  };
  return {
    call: once(() => station.queue.callNext.mutate()),
    recall: once(() => station.queue.recall.mutate()),
    absent: once(() => station.queue.absent.mutate()),
    finish: once(() => station.queue.finish.mutate()),
  };
};
