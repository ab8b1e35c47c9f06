import { Cable, Plus, X } from 'lucide-react';
import type { DeviceCandidate } from '../../../../domain/device-candidate.ts';
import type { SetupState } from '../../../../domain/views/setup.ts';
import { Button } from '../../parts/Button.tsx';
import { I } from '../../parts/I.tsx';
import { useText } from '../../text.ts';
import { type Chosen, chosenOf } from './AddPanel.tsx';
import { usePlugged } from './use-add.ts';

type HintProps = { readonly state: SetupState; readonly onAdd: (chosen: Chosen) => void };

/** What was just plugged in, until somebody says what to do with it. A known device only says that it is back. */
export const PlugHint = ({ state, onAdd }: HintProps) => {
  const t = useText();
  const { plugged, forget } = usePlugged();
  const newest = plugged.at(-1);
  if (!newest) return null;
  const known = state.devices.find(({ id }) => id === newest.usedBy);
  const add = () => {
    forget();
    onAdd(chosenOf(newest));
  };
  return (
    <section className="plugged" role="status">
      <I of={Cable} />
      <p>
        <b>{known ? t('add.plug.known', { name: known.name }) : t('add.plug.title', { what: whatOf(t, newest) })}</b>
        <span className="muted">
          {!known && newest.suggestions[0] && t(`add.why.${newest.suggestions[0].why}`)}
          {!known && newest.note && t(`add.note.${newest.note}`)}
        </span>
      </p>
      {!known && newest.suggestions.length > 0 && <Button label={t('add.plug.add')} icon={Plus} onPress={add} />}
      <Button quiet label={t(known ? 'close' : 'add.plug.later')} icon={X} onPress={forget} />
    </section>
  );
};

const whatOf = (t: ReturnType<typeof useText>, { label, place }: DeviceCandidate): string =>
  label || t('add.plug.unnamed', { place });
