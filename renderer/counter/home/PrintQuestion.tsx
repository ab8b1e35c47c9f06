import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, PrinterCheck, RefreshCw } from 'lucide-react';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import { station } from '../../common/client.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { useText } from '../text.ts';

/** Nobody but a person knows whether the paper came out: she is asked before anything prints twice. */
export const PrintQuestion = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const { answer, retry } = usePrintActs();
  const job =
    dossier.prints.find(({ state }) => state === 'uncertain') ?? dossier.prints.find(({ state }) => state === 'failed');
  const uncertain = job?.state === 'uncertain';
  const no = job && uncertain ? () => answer(job, false) : undefined;
  useKeys({ F6: no });
  if (!job) return <Go say={t('say.confirm-print')} />;
  if (!uncertain)
    return <Go say={t('say.print-waiting')} label={t('print.retry')} icon={RefreshCw} onGo={() => retry(job)} />;
  return (
    <Go
      say={
        <>
          <b>{t('print.question')}</b>
          <br />
          <span className="muted">
            {t('print.questionMore', { title: t(`print.${job.document}`), at: job.createdAt })}
          </span>
        </>
      }
      label={t('print.yes')}
      icon={Check}
      onGo={() => answer(job, true)}
    >
      <Button icon={PrinterCheck} label={t('print.no')} k="F6" onPress={() => answer(job, false)} />
    </Go>
  );
};

export const usePrintActs = () => {
  const client = useQueryClient();
  const { fail } = useCounter();
  const done = { onSuccess: () => client.invalidateQueries(), onError: fail };
  const answer = useMutation({
    mutationFn: (given: { jobId: string; cameOut: boolean }) => station.prints.answer.mutate(given),
    ...done,
  });
  const retry = useMutation({ mutationFn: (jobId: string) => station.prints.retry.mutate({ jobId }), ...done });
  return {
    answer: (job: PrintJobView, cameOut: boolean) => answer.mutate({ jobId: job.id, cameOut }),
    retry: (job: PrintJobView) => retry.mutate(job.id),
  };
};
