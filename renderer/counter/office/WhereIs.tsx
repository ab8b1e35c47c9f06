import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowRightLeft, Hourglass, MapPin } from 'lucide-react';
import { useState } from 'react';
import type { Holder, Movement } from '../../../domain/movement.ts';
import type { DossierDetail, HandOverRow } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useShift } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { receiverOf } from './choices.ts';
import { HandOverDialog } from './HandOverDialog.tsx';

/** How they came to whoever has them. */
const SINCE = {
  intake: 'office.sinceIntake',
  taken: 'office.since',
  unsigned: 'office.sentSince',
  waiting: 'office.since',
} as const;

/** Where the papers are, who is to take them, and the key to hand them over; nothing once the dossier is over. */
export const WhereIs = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { movable, waiting, holder, since, rows } = dossier.whereabouts;
  const handOver = movable ? () => setOpen(true) : undefined;
  useKeys({ 'Alt+B': handOver });
  if (!movable) return null;
  const at = t(SINCE[rows.findLast(({ state }) => state !== 'waiting')?.state ?? 'intake'], { at: since });
  return (
    <>
      <section className="where" aria-label={t('office.whereLabel')}>
        <p>
          <I of={MapPin} />
          <span>
            {t('office.at')} <HolderText holder={holder} />
            <span className="muted">, {at}</span>
          </span>
        </p>
        {waiting ? (
          <Waiting dossier={dossier} row={waiting} onAgain={() => setOpen(true)} />
        ) : (
          <Button icon={ArrowRightLeft} label={t('office.handOver')} k="Alt+B" onPress={() => setOpen(true)} />
        )}
      </section>
      {open && <HandOverDialog dossier={dossier} onClose={() => setOpen(false)} />}
    </>
  );
};

export const HolderText = ({ holder: { unit, name } }: { readonly holder: Holder }) =>
  name === '' ? (
    <b>{unit}</b>
  ) : (
    <>
      <b>{name}</b>
      <span className="muted"> · {unit}</span>
    </>
  );

type WaitingProps = { readonly dossier: DossierDetail; readonly row: HandOverRow; readonly onAgain: () => void };

const Waiting = ({ dossier, row, onAgain }: WaitingProps) => {
  const t = useText();
  const { data: shift } = useShift();
  const move = useMove(dossier);
  const isMine = row.to.officerId !== undefined && row.to.officerId === shift?.officerId;
  const take = () => move.mutate({ move: 'taken-over', handOver: row.id, receiver: receiverOf(row.to), note: '' });
  const back = () => move.mutate({ move: 'taken-back', handOver: row.id });
  useKeys({ 'Alt+N': take, 'Alt+Z': back });
  return (
    <>
      <p className="due-ink">
        <I of={Hourglass} />
        <span>
          {t(isMine ? 'office.waitsForMe' : 'office.waitsFor')} <HolderText holder={row.to} />
          <span className="muted">, {t('office.handedAt', { at: row.handedAt })}</span>
        </span>
      </p>
      <div className="row">
        <Button className={isMine ? 'primary' : ''} label={t('office.taken')} k="Alt+N" onPress={take} />
        <Button label={t('office.back')} k="Alt+Z" onPress={back} />
        <Button className="opt" label={t('office.other')} k="Alt+B" onPress={onAgain} />
      </div>
    </>
  );
};

const useMove = (dossier: DossierDetail) => {
  const t = useText();
  const client = useQueryClient();
  const { notify, fail } = useCounter();
  return useMutation({
    mutationFn: (movement: Movement) =>
      station.dossiers.move.mutate({ dossierId: dossier.id, operationId: newId(), movement }),
    onSuccess: (after, { move }) => {
      client.setQueryData(keys.dossier(after.id), after);
      notify({ tone: 'good', text: t(move === 'taken-back' ? 'office.backDone' : 'office.takenDone') });
    },
    onError: (error) => {
      fail(error);
      client.invalidateQueries({ queryKey: keys.dossier(dossier.id) });
    },
  });
};
