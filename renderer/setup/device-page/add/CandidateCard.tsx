import { CircleCheck, CircleHelp, Info } from 'lucide-react';
import type { DeviceCandidate } from '../../../../domain/device-candidate.ts';
import { Button } from '../../parts/Button.tsx';
import { useText } from '../../text.ts';
import { KindPicture } from '../DevicePicture.tsx';
import { Pill } from '../DevicePill.tsx';
import { shortPlace } from '../place.ts';
import { titleOf } from './draft.ts';

type CardProps = {
  readonly candidate: DeviceCandidate;
  /** What the list calls the device that uses it. */
  readonly usedName: string | undefined;
  readonly onChoose: () => void;
};

/** One thing found: what it calls itself, where it is, what it most likely is and why. */
export const CandidateCard = (props: CardProps) => {
  const { candidate } = props;
  const [first] = candidate.suggestions;
  return (
    <li className={candidate.usedBy ? 'candidate used' : 'candidate'}>
      <KindPicture kind={first?.config.kind ?? 'queue-board'} />
      <Who candidate={candidate} />
      <Opinion candidate={candidate} />
      <Choose {...props} />
    </li>
  );
};

const Who = ({ candidate }: { readonly candidate: DeviceCandidate }) => {
  const t = useText();
  const { label, place, source, identity } = candidate;
  const serial = identity?.serialNumber;
  const where = [
    label ? shortPlace(place) : t(`add.source.${source}`),
    serial && t('add.where.serialNumber', { serial }),
  ];
  return (
    <p className="who-it-is">
      <b className="nm">{titleOf(candidate)}</b>
      <span className="muted fig" title={place}>
        {where.filter(Boolean).join(' · ')}
      </span>
    </p>
  );
};

const Opinion = ({ candidate: { suggestions, note } }: { readonly candidate: DeviceCandidate }) => {
  const t = useText();
  const [first] = suggestions;
  if (!first) return <p className="opinion muted">{note && t(`add.note.${note}`)}</p>;
  return (
    <p className="opinion">
      <b>{suggestions.map(({ config }) => t(`kind.${config.kind}`)).join(', ')}</b>
      <span className="muted">{t(`add.why.${first.why}`)}</span>
    </p>
  );
};

const Choose = ({ candidate, usedName, onChoose }: CardProps) => {
  const t = useText();
  const [first] = candidate.suggestions;
  if (candidate.usedBy !== undefined)
    return <Pill icon={CircleCheck} tone="ready" text={t('add.used', { name: usedName ?? candidate.usedBy })} />;
  if (!first) return <Pill icon={Info} tone="gone" text={t('add.useless')} />;
  return (
    <div className="choose">
      <Pill
        icon={first.sure ? CircleCheck : CircleHelp}
        tone={first.sure ? 'ready' : 'gone'}
        text={t(first.sure ? 'add.sure' : 'add.unsure')}
      />
      <Button label={t('add.choose')} about={titleOf(candidate)} onPress={onChoose} />
    </div>
  );
};
