/** The line to the province, in a word and in a sentence. */
import { CloudCheck, CloudOff, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { useText } from '../text.ts';
import { Pill } from './DevicePill.tsx';
import type { Tone } from './triage.ts';

const PILL = {
  online: { icon: CloudCheck, tone: 'ready' },
  offline: { icon: CloudOff, tone: 'due' },
  starting: { icon: LoaderCircle, tone: 'busy' },
} as const satisfies Record<ConnectionState['state'], { icon: LucideIcon; tone: Tone }>;

export const LinePill = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const { icon, tone } = PILL[connection.state];
  return <Pill icon={icon} tone={tone} text={t(`line.${connection.state}`)} />;
};

/** The line itself is cut: the sentence below says all. */
const LINE_CUT = 'MC-NET-01';

export const OfflineSentence = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const say = useSay();
  const { code } = connection;
  const cause = code === undefined || code === LINE_CUT ? undefined : failureOfCode(code).sentence;
  if (cause)
    return (
      <p className="calm" role="status">
        <b>{say(cause)}</b> <span className="code fig">{code}</span>
      </p>
    );
  return (
    <p className="calm" role="status">
      <b>{t('line.offlineSay', { at: connection.since })}</b> {t('line.offlineMore', { count: connection.waiting })}{' '}
      <span className="code fig">{code}</span>
    </p>
  );
};
