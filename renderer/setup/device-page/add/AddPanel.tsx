import { Keyboard, LoaderCircle, Network, Printer, RefreshCw, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DeviceIdentity } from '../../../../domain/device.ts';
import type { DeviceCandidate } from '../../../../domain/device-candidate.ts';
import type { DeviceConfig } from '../../../../domain/device-config.ts';
import type { SetupState } from '../../../../domain/views/setup.ts';
import { ErrorNotice } from '../../../common/ErrorNotice.tsx';
import { failureOf } from '../../../common/failure.ts';
import { Button } from '../../parts/Button.tsx';
import { useText } from '../../text.ts';
import { AddForm } from './AddForm.tsx';
import { CandidateCard } from './CandidateCard.tsx';
import { BY_HAND, byUse, titleOf } from './draft.ts';
import { SearchProgress } from './SearchProgress.tsx';
import { type Search, useSearch, useSearchSteps } from './use-add.ts';

export interface Chosen {
  readonly title: string;
  readonly choices: readonly DeviceConfig[];
  readonly identity?: DeviceIdentity | undefined;
}

export const chosenOf = (candidate: DeviceCandidate): Chosen => ({
  title: titleOf(candidate),
  choices: candidate.suggestions.map(({ config }) => config),
  identity: candidate.identity,
});

type PanelProps = {
  readonly state: SetupState;
  /** Chosen before the panel was opened: what was just plugged in. */
  readonly begin: Chosen | undefined;
  readonly onClose: () => void;
};

/** Search, choose, name, add. Esc closes. */
export const AddPanel = ({ state, begin, onClose }: PanelProps) => {
  const t = useText();
  const [chosen, setChosen] = useState(begin);
  const search = useSearch();
  const { mutate } = search;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
    if (!begin) mutate();
  }, [begin, mutate]);
  const back = () => {
    setChosen(undefined);
    if (search.isIdle) mutate();
  };
  return (
    <section
      ref={panel}
      className="adding"
      aria-label={t('add.title')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="found-head">
        <p>
          <b>{t('add.title')}</b>
          <span className="muted">{t('add.lead')}</span>
        </p>
        <Button quiet label={t('close')} icon={X} onPress={onClose} />
      </div>
      {chosen ? (
        <AddForm {...chosen} desk={state.desk.desk} onBack={back} onAdded={onClose} />
      ) : (
        <Choice state={state} search={search} onChoose={setChosen} />
      )}
    </section>
  );
};

type ChoiceProps = {
  readonly state: SetupState;
  readonly search: Search;
  readonly onChoose: (chosen: Chosen) => void;
};

const Choice = ({ state, search, onChoose }: ChoiceProps) => {
  const t = useText();
  const steps = useSearchSteps();
  const found = search.data ?? [];
  const usable = found.filter(({ usedBy, suggestions }) => usedBy === undefined && suggestions.length > 0).length;
  const nameOf = (id: string | undefined) => state.devices.find((device) => device.id === id)?.name;
  return (
    <>
      {search.isPending && <SearchProgress steps={steps} />}
      {search.error && <ErrorNotice failure={failureOf(search.error)} />}
      <div className="found-line">
        <p aria-live="polite">
          {search.isPending && t('add.searching')}
          {search.isSuccess && (usable === 0 ? t('add.foundNone') : t('add.foundTitle', { count: usable }))}
        </p>
        <Button
          quiet
          label={t('add.again')}
          icon={search.isPending ? LoaderCircle : RefreshCw}
          disabled={search.isPending}
          onPress={() => search.mutate()}
        />
      </div>
      <ul className="candidates">
        {byUse(found).map((candidate) => (
          <CandidateCard
            key={candidate.id}
            candidate={candidate}
            usedName={nameOf(candidate.usedBy)}
            onChoose={() => onChoose(chosenOf(candidate))}
          />
        ))}
      </ul>
      <ByHand onChoose={onChoose} />
    </>
  );
};

const HANDS = [
  { key: 'printer', icon: Printer },
  { key: 'keyboard', icon: Keyboard },
  { key: 'scanner', icon: Network },
] as const;

const ByHand = ({ onChoose }: { readonly onChoose: (chosen: Chosen) => void }) => {
  const t = useText();
  return (
    <div className="by-hand">
      <p className="muted">{t('add.hand.title')}</p>
      {HANDS.map(({ key, icon }) => (
        <Button
          key={key}
          quiet
          label={t(`add.hand.${key}`)}
          icon={icon}
          onPress={() => onChoose({ title: t(`add.hand.${key}`), choices: [BY_HAND[key]] })}
        />
      ))}
    </div>
  );
};
