import { ListChecks } from 'lucide-react';
import type { CatalogueVersionView } from '../../../domain/catalogue-changes.ts';
import { localDate } from '../../../domain/local-time.ts';
import { useNow } from '../../common/clock.ts';
import { amount, day } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import type { OfficeLists } from '../data.ts';
import { useText } from '../text.ts';
import { Card, CardFact, Later } from './Card.tsx';
import { cameWords } from './words.ts';

type Props = { readonly lists: OfficeLists; readonly onPick: () => void };

export const CatalogueCard = ({ lists: { versions }, onPick }: Props) => {
  const t = useText();
  const today = localDate(useNow());
  const now = versions.find(({ inEffect }) => inEffect);
  const later = versions.filter(({ from, inEffect }) => from > today && !inEffect).toReversed();
  const older = versions.length - later.length - (now ? 1 : 0);
  return (
    <Card list="catalogue" icon={ListChecks} source={now?.source ?? 'none'} onPick={onPick}>
      {now ? <InForce version={now} /> : <p className="muted">{t('lists.noCatalogue')}</p>}
      {older > 0 && <p className="muted">{t('lists.older', { count: older, n: amount(older) })}</p>}
      <Later
        rows={later.map(({ id, from, name, procedures }) => ({
          id,
          day: day(from),
          text: t('lists.laterCatalogue', { name, count: procedures, n: amount(procedures) }),
        }))}
      />
    </Card>
  );
};

const InForce = ({ version }: { readonly version: CatalogueVersionView }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const { name, from, procedures, decision, id, cameAt } = version;
  return (
    <>
      <p className="office-list-name">{name}</p>
      <dl className="office-facts">
        <CardFact name={t('lists.from')}>{day(from)}</CardFact>
        <CardFact name={t('lists.procedures')}>{amount(procedures)}</CardFact>
        <CardFact name={t('lists.came')}>{cameWords(cameAt, now, language)}</CardFact>
        {decision !== undefined && <CardFact name={t('lists.decision')}>{decision}</CardFact>}
        <CardFact name={t('lists.version')}>{id}</CardFact>
      </dl>
    </>
  );
};
