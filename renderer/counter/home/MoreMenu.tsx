import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Eraser, type LucideIcon, Printer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { DossierAction } from '../../../domain/dossier-actions.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { codeParts } from '../../common/format.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { ACTION_ICON, otherActions } from './next-action.ts';

type MoreMenuProps = {
  readonly dossier: DossierDetail;
  readonly onAction: (action: DossierAction) => void;
  readonly onClose: () => void;
};
/** What may be printed again, or, as the control slip, at any time. */
export type Reprinted = 'receipt' | 'slip' | 'control-slip';
type Item = { readonly icon: LucideIcon; readonly label: string; readonly run: () => void };

/** Everything else that may be done with this dossier now; arrows choose, Enter does. */
export const MoreMenu = ({ dossier, onAction, onClose }: MoreMenuProps) => {
  const t = useText();
  const { go } = useCounter();
  const undo = useUndo(dossier);
  const reprint = useReprint(dossier);
  const list = useRef<HTMLUListElement>(null);
  const step = (by: number) => () => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((button) => button.matches(':focus'));
    all[(at + by + all.length) % all.length]?.focus();
  };
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  useKeys({ Escape: onClose, 'Alt+M': onClose, ArrowDown: step(1), ArrowUp: step(-1) }, true);
  const items: readonly Item[] = [
    ...(dossier.undoUntil
      ? [
          {
            icon: Eraser,
            label: `${t('detail.undo')} (${t('intake.undoUntil', { at: dossier.undoUntil })})`,
            run: undo,
          },
        ]
      : []),
    ...otherActions(dossier).map((action) => ({
      icon: ACTION_ICON[action],
      label: t(`next.${action}`),
      run: () => (action === 'return-result' ? go({ name: 'return', dossierId: dossier.id }) : onAction(action)),
    })),
    { icon: Printer, label: `${t('print.again')}: ${t('print.receipt')}`, run: () => reprint('receipt') },
    { icon: Printer, label: `${t('print.again')}: ${t('print.slip')}`, run: () => reprint('slip') },
    { icon: Printer, label: t('office.print'), run: () => reprint('control-slip') },
  ];
  return (
    <Dialog title={t('act.more')} onClose={onClose}>
      <ul className="tools menu" ref={list}>
        {items.map(({ icon, label, run }) => (
          <li key={label}>
            <button
              type="button"
              onClick={() => {
                onClose();
                run();
              }}
            >
              <I of={icon} />
              <span>{label}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};

export const useUndo = (dossier: Pick<DossierDetail, 'id' | 'code'>): (() => void) => {
  const t = useText();
  const client = useQueryClient();
  const { notify, fail, select } = useCounter();
  const undo = useMutation({
    mutationFn: () => station.dossiers.undo.mutate({ dossierId: dossier.id, operationId: newId() }),
    onSuccess: () => {
      // It is no work any more: kept selected it would stand on top of the list as found.
      select(undefined);
      notify({ tone: 'good', text: t('detail.undone', { code: codeParts(dossier.code)[1] }) });
      client.invalidateQueries();
    },
    onError: fail,
  });
  return undo.mutate;
};

export const useReprint = (dossier: Pick<DossierDetail, 'id'>): ((document: Reprinted) => void) => {
  const client = useQueryClient();
  const { fail } = useCounter();
  const reprint = useMutation({
    mutationFn: (document: Reprinted) => station.prints.reprint.mutate({ dossierId: dossier.id, document }),
    onSuccess: () => client.invalidateQueries(),
    onError: fail,
  });
  return reprint.mutate;
};
