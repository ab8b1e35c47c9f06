/** One dossier's batch of pages: the open session, and what an officer may do with it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSession } from '../../../domain/views.ts';
import { station } from '../../common/client.ts';
import { newId } from '../../common/ids.ts';
import { useCounter } from '../counter-state.ts';
import { keys } from '../data.ts';
import type { ScanPage } from './reconcile.ts';

type PageChange = Partial<Pick<ScanPage, 'rotation' | 'dropped' | 'paper'>>;

export const useScan = (dossierId: Uuid7, onAttached: (pages: number) => void) => {
  const client = useQueryClient();
  const { fail, notify } = useCounter();
  const [id, setId] = useState<Uuid7>();
  const open = useQuery({
    queryKey: ['scan-open', dossierId],
    queryFn: () => station.scanPapers.open.query({ dossierId }),
    staleTime: 0,
    gcTime: 0,
  });
  const keep = (session: ScanSession) => {
    client.setQueryData(keys.scan(session.id), session);
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
    mutationFn: () => station.scanPapers.start.mutate({ dossierId, operationId: newId() }),
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
    onSuccess: (dossier, session) => {
      client.setQueryData(keys.dossier(dossier.id), dossier);
      client.invalidateQueries({ queryKey: keys.work });
      onAttached(session.pages.filter(({ dropped }) => !dropped).length);
    },
    onError: fail,
  });
  return {
    session: session?.state === 'scanning' || session?.state === 'ended' ? session : undefined,
    start: () => start.mutate(),
    stop: () => session && stop.mutate(session),
    change: (target: ScanPage, what: PageChange) =>
      session && page.mutate({ sessionId: session.id, pageId: target.id, ...what }),
    attach: () => session && attach.mutate(session),
    busy: start.isPending || attach.isPending,
    loaded: open.isSuccess,
  };
};
export type ScanControl = ReturnType<typeof useScan>;
