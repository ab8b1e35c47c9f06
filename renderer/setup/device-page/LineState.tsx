/** The line to the province, in a word and in a sentence. */
import { CloudCheck, CloudOff, LoaderCircle, type LucideIcon } from 'lucide-react';
import { sentenceOf } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/ids.ts';
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

const Said = ({ sentence, code }: { readonly sentence: Bilingual; readonly code: string }) => {
  const say = useSay();
  return (
    <p className="calm" role="status">
      <b>{say(sentence)}</b> <span className="code fig">{code}</span>
    </p>
  );
};

const SHARED_KEY = 'MC-PAR-10';

export const SharedKeySentence = () => <Said sentence={sentenceOf(SHARED_KEY)} code={SHARED_KEY} />;

export const OfflineSentence = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const { code } = connection;
  const cause = code === undefined || code === LINE_CUT ? undefined : failureOfCode(code).sentence;
  if (code !== undefined && cause) return <Said sentence={cause} code={code} />;
  return (
    <p className="calm" role="status">
      <b>{t('line.offlineSay', { at: connection.since })}</b> {t('line.offlineMore', { count: connection.waiting })}{' '}
      <span className="code fig">{code}</span>
    </p>
  );
};
