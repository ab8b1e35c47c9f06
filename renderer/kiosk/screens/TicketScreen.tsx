/** The number, huge; who is before, how long it may take, and whether the slip comes out. */
import { useQuery } from '@tanstack/react-query';
import { Check, Ellipsis, Printer, PrinterCheck, UserRound, Volume2 } from 'lucide-react';
import type { TicketTaken } from '../../../domain/views/public.ts';
import { useSay } from '../../common/i18n.ts';
import { ticketPrintQuery } from '../api.ts';
import { useKiosk } from '../kiosk-context.ts';
import { Frame, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';
import { queueHeads, type SlipNotice, slipNotice, waitStrip } from '../ticket-view.ts';
import { NoSlip } from './NoSlip.tsx';

const LONG_FIELD = 14;

export const TicketScreen = ({ taken }: { readonly taken: TicketTaken }) => {
  return (
    <Frame act={<TicketAct />}>
      <section className="ticket">
        <Stub taken={taken} />
        <div className="pair">
          <Before count={taken.before} />
          <Wait range={taken.waitMinutes} />
        </div>
        <Slip taken={taken} />
      </section>
    </Frame>
  );
};

const TicketAct = () => {
  const t = useText();
  const { finish } = useKiosk();
  return (
    <>
      <p className="say wide">
        <Volume2 {...ICON} />
        <span>{t('ticket.voice')}</span>
      </p>
      <button type="button" className="btn btn-primary wide" onClick={finish}>
        <Check {...ICON} />
        {t('act.done')}
      </button>
    </>
  );
};

const Stub = ({ taken }: { readonly taken: TicketTaken }) => {
  const t = useText();
  const say = useSay();
  const field = say(taken.fieldName);
  return (
    <section className="card stub">
      <p className="cap">{t(taken.ticket.priority ? 'ticket.capPriority' : 'ticket.cap')}</p>
      <p className="no fig">{taken.text}</p>
      <span className="cut" />
      <p className={field.length > LONG_FIELD ? 'to long' : 'to'}>
        {t('desk', { desk: taken.desk })} <span>– {field}</span>
      </p>
    </section>
  );
};

const Before = ({ count }: { readonly count: number }) => {
  const t = useText();
  const { heads, more } = queueHeads(count);
  return (
    <section className="card fact">
      <p className="cap">{count === 0 ? '\u00a0' : t('ticket.before')}</p>
      {count === 0 ? (
        <p className="big words">{t('ticket.next')}</p>
      ) : (
        <p className="big fig">
          {count} <small>{t('ticket.people')}</small>
        </p>
      )}
      <div className="queue" aria-hidden="true">
        {Array.from({ length: heads }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: heads are all alike
          <span key={index}>
            <UserRound {...ICON} />
          </span>
        ))}
        {more && (
          <span className="rest">
            <Ellipsis {...ICON} />
          </span>
        )}
        <span className="me">
          <UserRound {...ICON} />
        </span>
      </div>
      {count > 0 && (
        <p className={`ends ends-${heads + (more ? 1 : 0)}`}>
          <span>{count > 1 ? t('ticket.soon') : ''}</span>
          <b>{t('ticket.you')}</b>
        </p>
      )}
    </section>
  );
};

const Wait = ({ range }: { readonly range: readonly [number, number] }) => {
  const t = useText();
  const { turn, minutes } = waitStrip(range);
  return (
    <section className="card fact">
      <p className="cap">{t('ticket.wait')}</p>
      <p className={range[1] > 99 ? 'big long fig' : 'big fig'}>
        {range[0]} – {range[1]} <small>{t('ticket.minutes')}</small>
      </p>
      <div className="span" aria-hidden="true">
        {Array.from({ length: 6 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a stretch is
          <i key={index} className={index === turn ? 'on' : ''} />
        ))}
      </div>
      <p className={`ends three turn-${turn}`}>
        {turn > 1 && <span>{t('ticket.now')}</span>}
        <b>{t('ticket.turn')}</b>
        {turn < 4 && <span className="last">{t('ticket.inMinutes', { minutes })}</span>}
      </p>
    </section>
  );
};

const Slip = ({ taken }: { readonly taken: TicketTaken }) => {
  const { home } = useKiosk();
  return taken.print ? (
    <FollowedSlip taken={taken} job={taken.print} />
  ) : (
    <SlipStrip notice={slipNotice(undefined, home.printer)} number={taken.text} />
  );
};

const FollowedSlip = ({
  taken,
  job,
}: {
  readonly taken: TicketTaken;
  readonly job: NonNullable<TicketTaken['print']>;
}) => {
  const { home } = useKiosk();
  const { data } = useQuery(ticketPrintQuery(job));
  return <SlipStrip notice={slipNotice(data, home.printer)} number={taken.text} />;
};

const SlipStrip = ({ notice, number }: { readonly notice: SlipNotice; readonly number: string }) => {
  const t = useText();
  if (notice !== 'printing' && notice !== 'printed') return <NoSlip notice={notice} number={number} />;
  const printing = notice === 'printing';
  const Icon = printing ? Printer : PrinterCheck;
  return (
    <div className={printing ? 'card strip' : 'card strip ok'} role="status">
      <Icon {...ICON} />
      <p>
        <b>{t(printing ? 'ticket.printing' : 'ticket.printed')}</b>
        <span className="sub">{t(printing ? 'ticket.printingMore' : 'ticket.printedMore')}</span>
      </p>
      {printing && <span className="prog" />}
    </div>
  );
};
