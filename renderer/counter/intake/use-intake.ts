/** State of one intake: the form, its draft kept by the station, the preview, and the commit. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Instant, Uuid7 } from '../../../domain/ids.ts';
import type { TakenIn } from '../../../domain/views/intake.ts';
import { station } from '../../common/client.ts';
import { ticketText } from '../../common/format.ts';
import { newId } from '../../common/ids.ts';
import { useLinkState } from '../../common/station-events.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useQueue } from '../data.ts';
import { EMPTY_FORM, fromDraft, type IntakeForm, isWorthSaving, toDraft, withCard } from './form.ts';

const SAVE_AFTER_MS = 350;

export type SavedDraft = { readonly at: Instant | undefined };

export const useIntake = (draftId: Uuid7) => {
  const [form, setForm] = useState<IntakeForm>(EMPTY_FORM);
  const [cardAt, setCardAt] = useState<Instant>();
  const [taken, setTaken] = useState<TakenIn>();
  const change = useCallback((next: Partial<IntakeForm> | ((form: IntakeForm) => IntakeForm)) => {
    setForm((before) => (typeof next === 'function' ? next(before) : { ...before, ...next }));
  }, []);
  const resumed = useResumed(draftId, setForm);
  useCard(change, setCardAt);
  useServedTicket(resumed, change);
  const settled = useSettled(form, SAVE_AFTER_MS);
  const preview = usePreview(settled);
  const fee = preview.data?.fee.total ?? 0;
  const saved = useSaving(draftId, settled, fee, resumed && !taken);
  const commit = useCommit(draftId, setTaken);
  return {
    form,
    change,
    cardAt,
    saved,
    preview: preview.data,
    fee,
    resumed,
    taken,
    // The fee shown is a moment behind the form. The station reckons it anew, and needs the way of paying also where none was due before.
    commit: () => commit.mutate({ ...toDraft(form, fee), payment: { amount: fee, method: form.payMethod } }),
    committing: commit.isPending,
  };
};
export type IntakeControl = ReturnType<typeof useIntake>;

/** A draft of an earlier sitting comes back as it was; a new id starts empty. */
const useResumed = (draftId: Uuid7, setForm: (form: IntakeForm) => void): boolean => {
  const [done, setDone] = useState(false);
  const { fail } = useCounter();
  useEffect(() => {
    let left = false;
    station.intake.drafts.query().then(
      (drafts) => {
        if (left) return;
        const own = drafts.find(({ id }) => id === draftId);
        if (own) setForm(fromDraft(own.draft));
        setDone(true);
      },
      (error) => {
        if (!left) fail(error);
      },
    );
    return () => {
      left = true;
    };
  }, [draftId, setForm, fail]);
  return done;
};

type Change = IntakeControl['change'];

const useCard = (
  change: (update: (form: IntakeForm) => IntakeForm) => void,
  setCardAt: (at: Instant) => void,
): void => {
  const { card, takeCard } = useCounter();
  useEffect(() => {
    if (!card) return;
    change((form) => withCard(form, card.applicant));
    setCardAt(card.at);
    takeCard();
  }, [card, takeCard, change, setCardAt]);
};

/** The number being served belongs to this intake. */
const useServedTicket = (ready: boolean, change: Change): void => {
  const { data: queue } = useQueue();
  const serving = queue?.serving ? ticketText(queue.serving).replace('\u00a0', ' ') : '';
  useEffect(() => {
    if (ready && serving) change((form) => (form.ticket ? form : { ...form, ticket: serving }));
  }, [ready, serving, change]);
};

const usePreview = (form: IntakeForm) => {
  const draft = toDraft(form, 0);
  return useQuery({
    queryKey: [...keys.preview, draft],
    queryFn: () => station.intake.preview.query({ draft }),
    // The due time depends on now: at the cut-off it changes by itself.
    refetchInterval: 30_000,
    gcTime: 10_000,
    placeholderData: (previous) => previous,
  });
};

/** Saved shortly after each pause, and at once when the screen is left. */
const useSaving = (draftId: Uuid7, form: IntakeForm, fee: number, active: boolean): SavedDraft => {
  const client = useQueryClient();
  const { fail } = useCounter();
  const last = useRef('');
  // What could not be saved while the station was away is saved when it is back.
  const link = useLinkState();
  const save = useMutation({
    mutationFn: (draft: ReturnType<typeof toDraft>) => station.intake.saveDraft.mutate({ id: draftId, draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
    onError: (error) => {
      last.current = '';
      fail(error);
    },
  });
  const { mutate } = save;
  useEffect(() => {
    const draft = toDraft(form, fee);
    const written = JSON.stringify(draft);
    if (!active || link !== 'ready' || !isWorthSaving(form) || written === last.current) return;
    last.current = written;
    mutate(draft);
  }, [form, fee, active, link, mutate]);
  return { at: save.data?.savedAt };
};

/** The ids are made once: a commit repeated after silence gives the same dossier. A draft's dossier has its id. */
const useCommit = (draftId: Uuid7, onTaken: (taken: TakenIn) => void) => {
  const client = useQueryClient();
  const { fail, select } = useCounter();
  const [operationId] = useState(newId);
  return useMutation({
    mutationFn: (draft: ReturnType<typeof toDraft>) =>
      station.intake.commit.mutate({ dossierId: draftId, operationId, draft }),
    onSuccess: (taken) => {
      onTaken(taken);
      select(taken.dossierId);
      client.invalidateQueries();
    },
    onError: fail,
  });
};

const useSettled = <T>(value: T, ms: number): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
};

/** Saves what is on the screen right now: for leaving before the pause is over. */
export const saveNow = async (draftId: Uuid7, form: IntakeForm, fee: number): Promise<void> => {
  if (isWorthSaving(form)) await station.intake.saveDraft.mutate({ id: draftId, draft: toDraft(form, fee) });
};
