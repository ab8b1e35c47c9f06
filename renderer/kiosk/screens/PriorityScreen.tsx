/** The one question before a number: is the person called first? */
import { useMutation } from '@tanstack/react-query';
import { Accessibility, Baby, Medal, Ticket } from 'lucide-react';
import { failureOf } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { takeTicket } from '../api.ts';
import type { Screen } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { Elderly, type PersonIcon, Pregnant } from '../parts/people.tsx';
import { useText } from '../text.ts';

const WHO = [
  ['elderly', Elderly],
  ['disabled', Accessibility],
  ['merit', Medal],
  ['pregnant', Pregnant],
  ['infant', Baby],
] as const satisfies readonly (readonly [string, PersonIcon])[];

export const PriorityScreen = ({ screen }: { readonly screen: Extract<Screen, { kind: 'priority' }> }) => {
  const t = useText();
  const taking = useTaking(screen);
  return (
    <Frame act={<BackAndHome />}>
      <div className="see">
        <h1 className="ask">{t('priority.ask')}</h1>
        <p className="lead">{t('priority.lead')}</p>
      </div>
      <div className="hands">
        <ul className="merits">
          {WHO.map(([who, Icon]) => (
            <li key={who}>
              <span className="pic">
                <Icon {...ICON} />
              </span>
              {t(`priority.${who}`)}
            </li>
          ))}
        </ul>
        {taking.error && <TakingFailed error={taking.error} />}
        <Choices busy={taking.isPending} choose={taking.mutate} />
      </div>
    </Frame>
  );
};

/** The same id for every try: a silence of the station never takes two numbers. */
const useTaking = (screen: Extract<Screen, { kind: 'priority' }>) => {
  const { dispatch } = useKiosk();
  return useMutation({
    mutationFn: (priority: boolean) => takeTicket(screen.ticketId, screen.letter, priority),
    gcTime: 0,
    onSuccess: (taken) => dispatch({ do: 'answer', from: screen, to: { kind: 'ticket', taken } }),
  });
};

const Choices = ({ busy, choose }: { readonly busy: boolean; readonly choose: (priority: boolean) => void }) => {
  const t = useText();
  return (
    <div className="choices">
      <button type="button" className="btn btn-second" disabled={busy} onClick={() => choose(true)}>
        {t('priority.yes')}
      </button>
      <button type="button" className="btn btn-primary" disabled={busy} onClick={() => choose(false)}>
        <Ticket {...ICON} />
        {t(busy ? 'priority.taking' : 'priority.no')}
      </button>
    </div>
  );
};

const TakingFailed = ({ error }: { readonly error: Error }) => {
  const t = useText();
  const say = useSay();
  const { sentence, code } = failureOf(error);
  return (
    <p className="failed" role="alert">
      {sentence ? say(sentence) : `${t('failed.title')} ${t('failed.more')}`} <small className="num">{code}</small>
    </p>
  );
};
