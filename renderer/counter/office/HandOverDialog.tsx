import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Holder, Movement } from '../../../domain/movement.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useDesk, useShift } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { ChoiceList } from './ChoiceList.tsx';
import { holderOf, offered, receiverOf } from './choices.ts';
import { useChoice } from './use-choice.ts';

type HandOverProps = { readonly dossier: DossierDetail; readonly onClose: () => void };

/** Papers go to somebody of the list, or to whoever is typed; signed at once or taken later. Enter does it. */
export const HandOverDialog = ({ dossier, onClose }: HandOverProps) => {
  const t = useText();
  const { data: desk } = useDesk();
  const { data: shift } = useShift();
  const { holder } = dossier.whereabouts;
  const choice = useChoice(offered(shift?.officers ?? [], holder));
  const [note, setNote] = useState('');
  const [signed, setSigned] = useState(false);
  const [tried, setTried] = useState(false);
  const handOver = useHandOver(dossier, onClose);
  useKeys({ Escape: onClose }, true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!choice.chosen || handOver.isPending) return;
    handOver.mutate({ to: holderOf(choice.chosen, desk?.unit ?? ''), note: note.trim(), signed });
  };
  return (
    <Dialog title={t('office.handOver')} onClose={onClose}>
      <form className="act-form" onSubmit={submit}>
        <p>
          <DossierCode code={dossier.code} /> · <b>{dossier.applicantName}</b>
          <br />
          <span className="muted">{dossier.procedureName}</span>
        </p>
        <To choice={choice} />
        <Note value={note} onChange={setNote} />
        <label className="tick">
          <input type="checkbox" checked={signed} onChange={(event) => setSigned(event.target.checked)} />
          <span>{t('office.signedNow')}</span>
        </label>
        {tried && !choice.chosen && (
          <p className="field-error" role="alert">
            {t('office.needTo')}
          </p>
        )}
        {handOver.error && <ErrorNotice failure={failureOf(handOver.error)} className="field-error" />}
        <div className="dialog-foot">
          <Button label={t('act.close')} k="Esc" onPress={onClose} />
          <button type="submit" className="btn primary" disabled={handOver.isPending}>
            <span>{t('office.handOver')}</span>
            <Kbd k="Enter" />
          </button>
        </div>
      </form>
    </Dialog>
  );
};

const To = ({ choice }: { readonly choice: ReturnType<typeof useChoice> }) => {
  const t = useText();
  const id = useId();
  const { text, type, choices, row, setRow, onKeyDown } = choice;
  return (
    <div className="line">
      <label htmlFor={id}>{t('office.to')}</label>
      <input
        id={id}
        className="inp"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={row >= 0 ? `${id}-list-${row}` : undefined}
        data-own-keys="ArrowUp ArrowDown"
        placeholder={t('office.toHint')}
        maxLength={200}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ChoiceList id={`${id}-list`} label={t('office.to')} choices={choices} row={row} onRow={setRow} />
    </div>
  );
};

const Note = ({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) => {
  const t = useText();
  const id = useId();
  return (
    <div className="line">
      <label htmlFor={id}>{t('act.note')}</label>
      <input id={id} className="inp" value={value} maxLength={500} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
};

type Wish = { readonly to: Holder; readonly note: string; readonly signed: boolean };

/** Both operations keep their ids over retries: pressing again after silence hands over once and takes over once. */
const useHandOver = (dossier: DossierDetail, onDone: () => void) => {
  const t = useText();
  const client = useQueryClient();
  const { notify } = useCounter();
  const ids = useRef({ handOver: newId(), taking: newId() });
  const move = (operationId: string, movement: Movement) =>
    station.dossiers.move.mutate({ dossierId: dossier.id, operationId, movement });
  return useMutation({
    mutationFn: async ({ to, note, signed }: Wish) => {
      const { handOver, taking } = ids.current;
      const after = await move(handOver, { move: 'handed-over', to, note });
      return signed ? move(taking, { move: 'taken-over', handOver, receiver: receiverOf(to), note: '' }) : after;
    },
    onSuccess: (after, { to, signed }) => {
      client.setQueryData(keys.dossier(after.id), after);
      client.invalidateQueries({ queryKey: keys.work });
      notify({ tone: 'good', text: t(signed ? 'office.signedDone' : 'office.handedDone', { to: receiverOf(to) }) });
      onDone();
    },
    onError: () => client.invalidateQueries({ queryKey: keys.dossier(dossier.id) }),
  });
};
