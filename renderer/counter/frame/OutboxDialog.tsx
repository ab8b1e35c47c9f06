import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CloudUpload, type LucideIcon, Undo2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { OutboxState } from '../../../domain/operation.ts';
import type { OutboxRow } from '../../../domain/views/line.ts';
import { station } from '../../common/client.ts';
import { useNow } from '../../common/clock.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { failureOfCode } from '../../common/failure.ts';
import { when } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useOutbox } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { operationWord } from './operation-words.ts';

const LOOK: Readonly<Record<OutboxState, LucideIcon>> = {
  waiting: CloudUpload,
  accepted: CircleCheck,
  rejected: Undo2,
  resolved: CircleCheck,
};
const ORDER: readonly OutboxState[] = ['rejected', 'waiting', 'resolved', 'accepted'];

/** Every operation on its way to the province: state, age, and for a refused one the reason and what to do. */
export const OutboxDialog = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: rows } = useOutbox(true);
  const close = () => show(undefined);
  useKeys({ 'Alt+W': close, Escape: close }, true);
  const sorted = [...(rows ?? [])].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || heldFirst(a, b) || byAge(a, b),
  );
  return (
    <Dialog title={t('outbox.title')} onClose={close} wide>
      {rows && sorted.every((row) => row.state === 'accepted' || row.state === 'resolved') && (
        <p className="okc">{t('outbox.empty')}</p>
      )}
      <div className="dialog-scroll">
        <table className="papers outbox">
          <colgroup>
            <col className="o-what" />
            <col className="o-code" />
            <col className="o-when" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th>{t('outbox.what')}</th>
              <th>{t('outbox.code')}</th>
              <th>{t('outbox.age')}</th>
              <th>{t('outbox.state')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, 200).map((row) => (
              <OutboxLine key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="dialog-foot">
        <Button label={t('outbox.close')} k="Esc" onPress={close} />
      </div>
    </Dialog>
  );
};

const heldFirst = (a: OutboxRow, b: OutboxRow): number => Number(b.held !== undefined) - Number(a.held !== undefined);

/** What still waits stands oldest first, what is done newest first. */
const byAge = (a: OutboxRow, b: OutboxRow): number =>
  a.state === 'accepted' ? b.madeAt - a.madeAt : a.madeAt - b.madeAt;

const OutboxLine = ({ row }: { readonly row: OutboxRow }) => {
  const t = useText();
  const say = useSay();
  const language = useLanguage();
  const now = useNow();
  return (
    <tr className={`outbox-${row.state}`}>
      <td className="nm">{operationWord(t, row.type)}</td>
      <td>
        <DossierCode code={row.dossierCode} />
      </td>
      <td>{when(row.madeAt, now, language)}</td>
      <td className="wrap">
        <I of={row.held ? CircleAlert : LOOK[row.state]} /> {t(`outbox.${row.state}`)}
        <Since row={row} />
        {row.held && <Held operationId={row.id} held={row.held} />}
        {row.message && (
          <p>
            {say(row.message)} <small className="muted">{row.code}</small>
          </p>
        )}
        {row.state === 'rejected' && <Resolve operationId={row.id} />}
      </td>
    </tr>
  );
};

/** How long it has been what it is, and what was tried meanwhile. */
const Since = ({ row }: { readonly row: OutboxRow }) => {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  const parts = [
    row.behind && t('outbox.behind'),
    row.state === 'waiting' && row.attempts > 0 && t('outbox.attempts', { attempts: row.attempts }),
    row.state === 'waiting' &&
      row.triedAt !== undefined &&
      t('outbox.triedAt', { at: when(row.triedAt, now, language) }),
    row.settledAt !== undefined && t('outbox.settledAt', { at: when(row.settledAt, now, language) }),
  ].filter((part) => part !== false);
  return parts.length > 0 && <span className="muted"> · {parts.join(' · ')}</span>;
};

/** The portal fails over this one: why, since when, when it is tried again; a person may have it tried now. */
const Held = ({
  operationId,
  held,
}: {
  readonly operationId: string;
  readonly held: NonNullable<OutboxRow['held']>;
}) => {
  const t = useText();
  const say = useSay();
  const language = useLanguage();
  const now = useNow();
  const { fail } = useCounter();
  const client = useQueryClient();
  const { sentence } = failureOfCode(held.code);
  const retry = useMutation({
    mutationFn: () => station.outbox.retry.mutate({ operationId }),
    onSuccess: () => client.invalidateQueries(),
    onError: fail,
  });
  return (
    <>
      <p>{t('outbox.held', { at: when(held.since, now, language) })}</p>
      <p>
        {sentence && say(sentence)} {t('outbox.retryAt', { at: when(held.retryAt, now, language) })}{' '}
        <small className="muted">{held.code}</small>
      </p>
      <button type="button" className="btn" disabled={retry.isPending} onClick={() => retry.mutate()}>
        <span>{t('outbox.retry')}</span>
      </button>
    </>
  );
};

/** An officer's word on a refused operation: it stays in the list with what was done about it. */
export const Resolve = ({ operationId }: { readonly operationId: string }) => {
  const t = useText();
  const { fail } = useCounter();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const resolve = useMutation({
    mutationFn: () => station.outbox.resolve.mutate({ operationId, reason: reason.trim() }),
    onSuccess: () => client.invalidateQueries(),
    onError: fail,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) resolve.mutate();
  };
  return (
    <form className="resolve" onSubmit={submit} data-own-keys="Enter">
      <input
        className="inp"
        value={reason}
        maxLength={500}
        placeholder={t('outbox.resolveMore')}
        aria-label={t('outbox.resolveMore')}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="btn" disabled={!reason.trim() || resolve.isPending}>
        <span>{t('outbox.resolve')}</span>
      </button>
    </form>
  );
};
