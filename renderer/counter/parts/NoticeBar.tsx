import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useText } from '../text.ts';
import { Button } from './Button.tsx';
import { I } from './I.tsx';

const LOOK = {
  good: { icon: CircleCheck, className: 'good' },
  calm: { icon: Info, className: 'calm' },
  bad: { icon: TriangleAlert, className: 'dev' },
} as const;

/** What was just said to the officer, in the flow and never over it; Esc or the button takes it away. */
export const NoticeBar = () => {
  const t = useText();
  const say = useSay();
  const { notice, notify } = useCounter();
  if (!notice) return null;
  const { icon, className } = LOOK[notice.tone];
  const sentence = notice.failure?.sentence && say(notice.failure.sentence);
  if (!notice.text && !sentence) return null;
  return (
    <section className={`notice ${className}`} role={notice.tone === 'bad' ? 'alert' : 'status'}>
      <I of={icon} className="nt" />
      <div>
        <p>
          {notice.text && <b>{notice.text} </b>}
          {sentence}
        </p>
      </div>
      {notice.failure?.code && <span className="muted err">{notice.failure.code}</span>}
      <Button label={t('scanned.dismiss')} k="Esc" onPress={() => notify(undefined)} />
    </section>
  );
};
