/** One batch of pages, a dossier's or a stack of several: the open session, and what an officer may do with it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanChoice, ScanSession } from '../../../domain/scan-session.ts';
import { station } from '../../common/client.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys } from '../data.ts';
import type { ScanPage } from './reconcile.ts';

type PageChange = {
  readonly dropped?: boolean;
  readonly rotation?: ScanPage['rotation'];
  readonly paper?: number | null;
  readonly cut?: 'begin' | 'join' | null;
  readonly dossierId?: Uuid7 | null;
};
export type AttachedTo = { readonly dossierId: Uuid7; readonly code: string; readonly pages: number };

const FEEDER: ScanChoice = { source: 'feeder' };

/** What the scanner is asked for: what was chosen last on this PC until the officer chooses anew. */
export const useScanWays = () => {
  const ways = useQuery({ queryKey: ['scan-ways'], queryFn: () => station.scanPapers.ways.query() }).data;
  const [chosen, choose] = useState<ScanChoice>();
  return { choice: chosen ?? ways?.choice ?? FEEDER, chosen, scanners: ways?.scanners ?? [], choose };
};
export type ScanWaysControl = ReturnType<typeof useScanWays>;

/** `dossierId`: undefined for a stack of several. */
export const useScan = (dossierId: Uuid7 | undefined, onAttached: (attached: readonly AttachedTo[]) => void) => {
  const client = useQueryClient();
  const { fail, notify } = useCounter();
  const ways = useScanWays();
  const dropped = useRef<readonly Uuid7[]>([]);
  const [id, setId] = useState<Uuid7>();
  const open = useQuery({
    queryKey: ['scan-open', dossierId ?? 'stack'],
    queryFn: () => station.scanPapers.open.query({ dossierId }),
    staleTime: 0,
    gcTime: 0,
  });
  const keep = (session: ScanSession) => {
    const before = client.getQueryData<ScanSession>(keys.scan(session.id));
    if (!before || before.revision <= session.revision) client.setQueryData(keys.scan(session.id), session);
    setId(session.id);
  };
  useEffect(() => {
    if (!open.data) return;
    client.setQueryData(keys.scan(open.data.id), open.data);
    setId(open.data.id);
  }, [open.data, client]);
  const session = useQuery({
    queryKey: keys.scan(id ?? ''),
    queryFn: () => station.scanPapers.get.query({ id: id ?? '' }),
    enabled: id !== undefined,
  }).data;
  const start = useMutation({
    mutationFn: (replaces: Uuid7 | undefined) =>
      station.scanPapers.start.mutate({ dossierId, operationId: newId(), ...ways.chosen, replaces }),
    onMutate: () => notify(undefined),
    onSuccess: keep,
    onError: fail,
  });
  const stop = useMutation({
    mutationFn: (session: ScanSession) => station.scanPapers.stop.mutate({ id: session.id }),
    onSuccess: keep,
    onError: fail,
  });
  const page = useMutation({
    mutationFn: (change: PageChange & { sessionId: Uuid7; pageId: Uuid7 }) => station.scanPapers.page.mutate(change),
    onSuccess: keep,
    onError: fail,
  });
  const attach = useMutation({
    mutationFn: (session: ScanSession) =>
      station.scanPapers.attach.mutate({ sessionId: session.id, operationId: newId() }),
    onSuccess: (attached) => {
      client.invalidateQueries({ queryKey: keys.dossiers });
      client.invalidateQueries({ queryKey: keys.work });
      onAttached(attached);
    },
    onError: fail,
  });
  const discard = useMutation({
    mutationFn: (session: ScanSession) => station.scanPapers.discard.mutate({ id: session.id }),
    onSuccess: () => setId(undefined),
    onError: fail,
  });
  const change = (target: Pick<ScanPage, 'id'>, what: PageChange) =>
    session && page.mutate({ sessionId: session.id, pageId: target.id, ...what });
  return {
    session: session && isOpen(session) && session.dossierId === dossierId ? session : undefined,
    start: () => start.mutate(undefined),
    /** One sheet again, into the place of this page. */
    rescan: (target: ScanPage) => start.mutate(target.id),
    stop: () => session && stop.mutate(session),
    change,
    drop: (target: ScanPage) => {
      if (!target.dropped) dropped.current = [...dropped.current, target.id];
      change(target, { dropped: !target.dropped });
    },
    /** The page dropped last comes back. */
    undrop: (): Uuid7 | undefined => {
      const last = dropped.current.at(-1);
      dropped.current = dropped.current.slice(0, -1);
      if (last !== undefined) change({ id: last }, { dropped: false });
      return last;
    },
    attach: () => session && attach.mutate(session),
    discard: () => session && discard.mutate(session),
    busy: start.isPending || attach.isPending,
    loaded: open.isSuccess,
    ways,
  };
};
export type ScanControl = ReturnType<typeof useScan>;

const isOpen = ({ state }: ScanSession): boolean => state !== 'attached' && state !== 'discarded';
