import { localDate } from '../../../domain/local-time.ts';
import { useNow } from '../../common/clock.ts';
import { useSay } from '../../common/i18n.ts';
import { useOfficeLists } from '../data.ts';
import { useText } from '../text.ts';
import { lookOf, type Shown } from './look.ts';
import { takenWords, triedWords, type Verdict } from './verdict.ts';

export const useVerdict = (step: Shown): Verdict => {
  const t = useText();
  const say = useSay();
  const today = localDate(useNow());
  const isPortals = useOfficeLists().data?.officers.came?.source === 'portal';
  if (step.is === 'checking') return { title: t('lists.reading'), more: [] };
  if (step.is === 'refused') {
    const { sentence, code } = step.refusal.failure;
    return { title: sentence ? say(sentence) : t('lists.pill.refused'), more: code === undefined ? [] : [code] };
  }
  if (step.is === 'done') return { title: takenWords(t, step.result, today), more: [] };
  return lookOf(step) === 'known'
    ? { title: t('lists.known'), more: [] }
    : triedWords(t, step.result, today, isPortals);
};
