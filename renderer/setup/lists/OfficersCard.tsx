import { ChevronDown, UsersRound } from 'lucide-react';
import { localDate } from '../../../domain/local-time.ts';
import { type Officer, type OfficersInUse, worksOn } from '../../../domain/officer.ts';
import { useNow } from '../../common/clock.ts';
import { amount, day } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import type { OfficeLists } from '../data.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { Card, CardFact, Later } from './Card.tsx';
import { OfficerLine } from './OfficerLine.tsx';
import { cameWords } from './words.ts';

type Props = { readonly lists: OfficeLists; readonly onPick: () => void };

export const OfficersCard = ({ lists: { officers: inUse }, onPick }: Props) => {
  const t = useText();
  const { officers, came } = inUse;
  const isEmpty = officers.length === 0;
  return (
    <Card list="officers" icon={UsersRound} source={isEmpty ? 'station' : (came?.source ?? 'unknown')} onPick={onPick}>
      {isEmpty ? <p className="muted">{t('lists.noOfficers')}</p> : <InUse inUse={inUse} />}
      <Later rows={useComing(officers, localDate(useNow()))} />
    </Card>
  );
};

const InUse = ({ inUse: { officers, came } }: { readonly inUse: OfficersInUse }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const working = officers.filter((officer) => worksOn(officer, localDate(now)));
  return (
    <>
      <dl className="office-facts">
        {came && <CardFact name={t('lists.came')}>{cameWords(came.at, now, language)}</CardFact>}
        <CardFact name={t('lists.people')}>{amount(officers.length)}</CardFact>
        <CardFact name={t('lists.working')}>{amount(working.length)}</CardFact>
      </dl>
      <details className="everybody">
        <summary>
          {t('lists.everybody')}
          <I of={ChevronDown} small />
        </summary>
        <ul>
          {officers.map((officer) => (
            <OfficerLine key={officer.id} officer={officer} />
          ))}
        </ul>
      </details>
    </>
  );
};

/** Who begins, and whose last day is to come, by day. */
const useComing = (officers: readonly Officer[], today: string) => {
  const t = useText();
  return officers
    .flatMap(({ id, name, from, until }) => [
      ...(from !== undefined && from > today
        ? [{ id: `${id} from`, at: from, text: t('lists.begins', { name }) }]
        : []),
      ...(until !== undefined && until >= today
        ? [{ id: `${id} until`, at: until, text: t('lists.ends', { name }) }]
        : []),
    ])
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ id, at, text }) => ({ id, day: day(at), text }));
};
