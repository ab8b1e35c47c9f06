/** How a dossier stands, in words a grandmother understands. */
import {
  Ban,
  Check,
  CircleCheck,
  ClockAlert,
  FilePlus2,
  FileX2,
  Hourglass,
  type LucideIcon,
  Star,
  Ticket,
} from 'lucide-react';
import type { PublicStatus } from '../../../domain/views/public.ts';
import { newId } from '../../common/ids.ts';
import type { RatedDossier, Screen } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { FitSection } from '../parts/FitSection.tsx';
import { ForgetAndDone, Frame, ICON } from '../parts/Frame.tsx';
import { SHOWS_WAY, type StatusWord, TONE } from '../status-view.ts';
import { useText } from '../text.ts';
import { StatusDetail } from './StatusDetail.tsx';
import { Way } from './Way.tsx';

const DISC = {
  ready: Check,
  'in-progress': Hourglass,
  late: ClockAlert,
  'awaiting-supplement': FilePlus2,
  returned: CircleCheck,
  refused: FileX2,
  cancelled: Ban,
} as const satisfies Record<StatusWord, LucideIcon>;

type StatusProps = { readonly screen: Extract<Screen, { kind: 'status' }> };

export const StatusScreen = ({ screen: { status, receipt } }: StatusProps) => {
  const { language, large } = useKiosk().journey;
  return (
    <Frame act={<StatusAct status={status} receipt={receipt} />}>
      <FitSection
        className={`state state-act ${TONE[status.status]}`}
        of={`${status.code} ${status.status} ${language} ${large}`}
      >
        <Hero status={status.status} />
        <Who status={status} />
        {SHOWS_WAY[status.status] && <Way status={status} />}
        <StatusDetail status={status} />
      </FitSection>
    </Frame>
  );
};

const Hero = ({ status }: { readonly status: StatusWord }) => {
  const t = useText();
  const Icon = DISC[status];
  return (
    <div className="hero">
      <span className="disc">
        <Icon {...ICON} />
      </span>
      <div>
        <h1>{t(`status.${status}`)}</h1>
        {status === 'late' && <p className="sorry">{t('status.sorry')}</p>}
      </div>
    </div>
  );
};

/** The name (masked) and the procedure only after the receipt's secret; otherwise nothing but the code. */
const Who = ({ status: { identified, procedureName, maskedName, code } }: { readonly status: PublicStatus }) => {
  const t = useText();
  if (!identified)
    return (
      <div className="who">
        <p className="what fig">{t('status.code', { code })}</p>
        <p className="more">{t('status.scanForMore')}</p>
      </div>
    );
  return (
    <div className="who">
      <p className="what">{procedureName}</p>
      <p className="more">
        {maskedName && <span>{maskedName}</span>}
        <span className="num fig">{t('status.code', { code })}</span>
      </p>
    </div>
  );
};

type ActProps = { readonly status: PublicStatus; readonly receipt: string | undefined };

const StatusAct = ({ status, receipt }: ActProps) => (
  <>
    {status.status === 'returned' ? (
      <RateButton about={{ code: status.code, desk: status.desk, receipt }} />
    ) : (
      <TicketButton status={status} />
    )}
    <ForgetAndDone />
  </>
);

const RateButton = ({ about }: { readonly about: RatedDossier }) => {
  const t = useText();
  const { go } = useKiosk();
  return (
    <button type="button" className="btn btn-primary wide" onClick={() => go({ kind: 'rate', about })}>
      <Star {...ICON} />
      {t('status.rate')}
    </button>
  );
};

/** A number for the desk that has the dossier; nothing where that desk gives none. */
const TicketButton = ({ status }: { readonly status: PublicStatus }) => {
  const t = useText();
  const { home, go } = useKiosk();
  const served = home.fields.some(({ letter }) => letter === status.letter);
  if (!served || !home.open) return null;
  const strong = status.status === 'ready' || status.status === 'awaiting-supplement' || status.status === 'refused';
  return (
    <button
      type="button"
      className={strong ? 'btn btn-primary wide' : 'btn btn-second wide'}
      onClick={() => go({ kind: 'priority', letter: status.letter, ticketId: newId() })}
    >
      <Ticket {...ICON} />
      {t(strong ? 'status.ticketFor' : 'status.ticketAsk', { desk: status.desk })}
    </button>
  );
};
