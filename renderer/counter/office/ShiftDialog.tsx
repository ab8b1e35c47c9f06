import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Officer } from '../../../domain/officer.ts';
import { fold } from '../../../domain/vietnamese.ts';
import { station } from '../../common/client.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useShift } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { idIfNeeded } from './choices.ts';

/** Who works at this desk from now on: arrows choose, Enter takes. */
export const ShiftDialog = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: shift } = useShift();
  const list = useRef<HTMLUListElement>(null);
  const close = () => show(undefined);
  const choose = useChooseOfficer(close);
  const step = (by: number) => () => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((button) => button.matches(':focus'));
    all[(at + by + all.length) % all.length]?.focus();
  };
  useEffect(() => {
    const all = list.current;
    (all?.querySelector<HTMLButtonElement>('[aria-pressed="true"]') ?? all?.querySelector('button'))?.focus();
  }, []);
  useKeys({ Escape: close, 'Alt+O': close, ArrowDown: step(1), ArrowUp: step(-1) }, true);
  if (!shift) return null;
  // The PC's own name may be one of the list: then it is chosen there, with its id.
  const isListed = shift.officers.some(({ name }) => fold(name) === fold(shift.ownName));
  return (
    <Dialog title={t('office.shiftTitle')} onClose={close}>
      <p className="muted">{t('office.shiftMore')}</p>
      <ul className="tools menu who-menu dialog-scroll" ref={list}>
        {shift.officers.map((officer) => (
          <li key={officer.id}>
            <button type="button" aria-pressed={officer.id === shift.officerId} onClick={() => choose(officer.id)}>
              <I of={UserRound} />
              <Person officer={officer} id={idIfNeeded(shift.officers, officer)} />
            </button>
          </li>
        ))}
        {!isListed && (
          <li className="own">
            <button
              type="button"
              aria-pressed={shift.officerId === undefined && !shift.ask}
              onClick={() => choose(undefined)}
            >
              <I of={UserRound} />
              <b>{shift.ownName}</b>
              <span className="muted">{t('office.ownName')}</span>
            </button>
          </li>
        )}
      </ul>
      <div className="dialog-foot">
        <Button label={t('act.close')} k="Esc" onPress={close} />
      </div>
    </Dialog>
  );
};

const Person = ({ officer: { name, title, roles }, id }: { readonly officer: Officer; readonly id: string }) => {
  const t = useText();
  const what = [title, roles.map((role) => t(`office.role.${role}`)).join(', '), id].filter(Boolean).join(' · ');
  return (
    <>
      <b>{name}</b>
      <span className="muted">{what}</span>
    </>
  );
};

const useChooseOfficer = (onDone: () => void): ((officerId: string | undefined) => void) => {
  const t = useText();
  const client = useQueryClient();
  const { notify, fail } = useCounter();
  const choose = useMutation({
    mutationFn: (officerId: string | undefined) => station.officers.choose.mutate({ officerId }),
    onSuccess: (shift) => {
      client.setQueryData(keys.shift, shift);
      client.invalidateQueries({ queryKey: keys.desk });
      notify({ tone: 'good', text: t('office.shiftDone', { name: shift.name }) });
      onDone();
    },
    onError: fail,
  });
  return choose.mutate;
};
