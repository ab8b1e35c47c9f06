import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FilePen } from 'lucide-react';
import { station } from '../../common/client.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useDrafts } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

/** Intakes begun and not finished, also after a power cut: offered again, newest first. */
export const DraftNotice = () => {
  const t = useText();
  const { go, fail } = useCounter();
  const client = useQueryClient();
  const { data: drafts = [] } = useDrafts();
  const discard = useMutation({
    mutationFn: (id: string) => station.intake.discardDraft.mutate({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
    onError: fail,
  });
  const newest = [...drafts].sort((a, b) => b.savedAt - a.savedAt)[0];
  const resume = newest && (() => go({ name: 'intake', draftId: newest.id }));
  useKeys({ F9: resume });
  if (!newest || !resume) return null;
  return (
    <section className="notice info" role="status">
      <I of={FilePen} className="nt" />
      <div>
        <p>
          <b>{t('drafts.title', { count: drafts.length })}</b>{' '}
          {t('drafts.more', { name: newest.draft.applicant.name || t('drafts.nobody'), at: newest.savedAt })}
        </p>
      </div>
      <Button label={t('drafts.resume')} k="F9" onPress={resume} />
      <Button label={t('drafts.discard')} onPress={() => discard.mutate(newest.id)} />
    </section>
  );
};
