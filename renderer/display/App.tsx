import { VolumeX } from 'lucide-react';
import { localDate } from '../../domain/local-time.ts';
import type { DisplayState } from '../../domain/views/public.ts';
import { useNow } from '../common/clock.ts';
import { date, time, weekdayName } from '../common/format.ts';
import { useLanguage } from '../common/i18n.ts';
import { Mark } from '../common/Mark.tsx';
import { Stage } from '../common/Stage.tsx';
import { CallPlane } from './CallPlane.tsx';
import { Foot } from './Foot.tsx';
import { PagePlane } from './PagePlane.tsx';
import { useText } from './text.ts';
import { useBoard } from './use-board.ts';
import { useTurn } from './use-turn.ts';

/** Four planes that touch: head, call, page, foot. A call changes their colours, nothing else. */
export const App = () => {
  const { state, queue, mute } = useBoard();
  const turn = useTurn(queue.calling !== undefined);
  if (!state) return null;
  return (
    <Stage width={1920} height={1080} className={queue.calling ? 'is-calling' : ''}>
      <Head state={state} mute={mute} />
      <CallPlane queue={queue} />
      <PagePlane state={state} turn={turn} />
      <Foot state={state} turn={turn} />
    </Stage>
  );
};

const Head = ({ state, mute }: { readonly state: DisplayState; readonly mute: boolean }) => {
  const t = useText();
  const now = useNow();
  const weekday = weekdayName(localDate(now), useLanguage());
  return (
    <header className="head">
      <Mark />
      <p className="place">
        <b>{state.commune}</b>
        <span className="soft">
          {state.unit}
          {state.demo && ` · ${t('demo')}`}
        </span>
      </p>
      {mute && (
        <p className="mute soft">
          <VolumeX aria-hidden="true" />
          {t('mute')}
        </p>
      )}
      <p className="now">
        <span className="soft">
          {weekday.charAt(0).toUpperCase() + weekday.slice(1)}, <span className="fig">{date(now)}</span>
        </span>
        <span className="clock fig">{time(now)}</span>
      </p>
    </header>
  );
};
