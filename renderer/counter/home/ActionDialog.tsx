import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import type { ActionRequest, DossierAction } from '../../../domain/dossier-actions.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { stationNow } from '../../common/clock.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { codeParts, when } from '../../common/format.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { dueChoices, isLaterDue, parseDue, writeDue } from './due-input.ts';
import { hasReceiver, needsReason } from './next-action.ts';

export type ActionName = DossierAction;
type ActionDialogProps = {
  readonly dossier: DossierDetail;
  readonly action: DossierAction;
  readonly onClose: () => void;
};

/** One dialog for every step of a dossier: what it is, whom it concerns, what has to be written, Enter. */
export const ActionDialog = ({ dossier, action, onClose }: ActionDialogProps) => {
  const t = useText();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [due, setDue] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(dossier, action, onClose);
  const dueAt = action === 'reschedule' ? parseDue(due) : undefined;
  const wrong = problemOf(action, { to, reason, dueAt, dossier });
  useKeys({ Escape: onClose }, true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong && !act.isPending) act.mutate({ action, to: to.trim(), reason: reason.trim(), dueAt });
  };
  return (
    <Dialog title={t(`next.${action}`)} onClose={onClose}>
      <form className="act-form" onSubmit={submit} onKeyDown={submitOnEnter}>
        <p>
          <DossierCode code={dossier.code} /> · <b>{dossier.applicantName}</b>
          <br />
          <span className="muted">{dossier.procedureName}</span>
        </p>
        {hasReceiver(action) && (
          <Line label={action === 'forward' ? t('act.to') : t('act.toSign')} value={to} onChange={setTo} />
        )}
        {action === 'reschedule' && <NewDue value={due} onChange={setDue} />}
        <Reason action={action} value={reason} onChange={setReason} />
        {action === 'cancel' && <p className="muted">{t('act.sure')}</p>}
        {tried && wrong && (
          <p className="field-error" role="alert">
            {t(wrong)}
          </p>
        )}
        {act.error && <ErrorNotice failure={failureOf(act.error)} className="field-error" />}
        <div className="dialog-foot">
          <Button label={t('act.close')} k="Esc" onPress={onClose} />
          <button type="submit" className="btn primary" disabled={act.isPending}>
            <span>{t(`next.${action}`)}</span>
            <Kbd k="Enter" />
          </button>
        </div>
      </form>
    </Dialog>
  );
};

/** Enter sends also from the note, as the button says; Shift+Enter makes a new line there. */
const submitOnEnter = (event: KeyboardEvent<HTMLFormElement>): void => {
  const inNote = event.target instanceof HTMLTextAreaElement;
  if (!inNote || event.key !== 'Enter' || event.shiftKey || event.repeat || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
};

type Filled = {
  readonly to: string;
  readonly reason: string;
  readonly dueAt: number | undefined;
  readonly dossier: DossierDetail;
};

const problemOf = (action: DossierAction, filled: Filled) => {
  if (action === 'forward' && !filled.to.trim()) return 'act.needTo' as const;
  if (action === 'reschedule' && !isLaterDue(filled.dueAt, stationNow(), filled.dossier.dueAt))
    return 'act.badDue' as const;
  return needsReason(action) && !filled.reason.trim() ? ('act.needReason' as const) : undefined;
};

/** The operation keeps its id over retries: pressing again after silence changes nothing twice. */
const useAct = (dossier: DossierDetail, action: DossierAction, onDone: () => void) => {
  const t = useText();
  const client = useQueryClient();
  const { notify } = useCounter();
  const operationId = useRef(newId());
  return useMutation({
    mutationFn: (request: ActionRequest) =>
      station.dossiers.act.mutate({ dossierId: dossier.id, operationId: operationId.current, request }),
    onSuccess: (after) => {
      client.setQueryData(keys.dossier(after.id), after);
      client.invalidateQueries({ queryKey: keys.work });
      notify({
        tone: 'good',
        text: t('act.doneToast', { action: t(`next.${action}`), code: codeParts(after.code)[1] }),
      });
      onDone();
    },
  });
};

const Line = ({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => {
  const id = useId();
  return (
    <div className="line">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="inp" value={value} maxLength={200} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
};

const NewDue = ({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) => {
  const t = useText();
  const now = stationNow();
  return (
    <>
      <p className="muted">{t('act.once')}</p>
      <Line label={t('act.newDue')} value={value} onChange={onChange} />
      <p className="muted hint-line">{t('act.newDueHint')}</p>
      <div className="choices">
        {dueChoices(now).map((at) => (
          <button
            key={at}
            type="button"
            className={`btn ${value === writeDue(at) ? 'on' : ''}`}
            onClick={() => onChange(writeDue(at))}
          >
            {when(at, now)}
          </button>
        ))}
      </div>
    </>
  );
};

const Reason = ({
  action,
  value,
  onChange,
}: {
  readonly action: DossierAction;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => {
  const t = useText();
  const id = useId();
  const label = action === 'request-supplement' ? t('act.what') : needsReason(action) ? t('act.reason') : t('act.note');
  return (
    <div className="line">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="inp"
        rows={needsReason(action) ? 3 : 2}
        value={value}
        maxLength={2000}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};
