import { CalendarClock } from 'lucide-react';
import type { SettingKey } from '../../../domain/effective-setting.ts';
import { useNow } from '../../common/clock.ts';
import { amount, day } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import type { OfficeLists } from '../data.ts';
import { type Say, useText } from '../text.ts';
import { Card, CardFact, Later } from './Card.tsx';
import { type Decision, settingsInForce, sourcesOf } from './settings-view.ts';
import { hoursWords, queueWords, settingWords } from './words.ts';

type Props = { readonly lists: OfficeLists; readonly onPick: () => void };

/** As many days to come are named. */
const NAMED = 5;

export const SettingsCard = ({ lists: { settings }, onPick }: Props) => {
  const t = useText();
  const language = useLanguage();
  const inForce = settingsInForce(settings, useNow());
  const [source = 'program', ...others] = sourcesOf(inForce);
  return (
    <Card list="settings" icon={CalendarClock} source={others.length > 0 ? 'several' : source} onPick={onPick}>
      <dl className="office-facts">
        <Hours decision={inForce.hours} />
        <Queue decision={inForce.queue} />
        <Days days={inForce.days} />
      </dl>
      <Later
        rows={inForce.later.map(({ setting }) => ({
          id: setting.id,
          day: day(setting.from),
          text: `${t(`lists.${setting.key === 'opening-hours' ? 'hours' : 'queue'}`)}: ${settingWords(t, setting, language).text}`,
        }))}
      />
    </Card>
  );
};

const Hours = ({ decision }: { readonly decision: Decision<'opening-hours'> | undefined }) => {
  const t = useText();
  const language = useLanguage();
  return (
    <CardFact name={t('lists.hours')} wide>
      {!decision && t('lists.ownHours')}
      {decision &&
        hoursWords(t, decision.setting.value, language).map((line) => (
          <span className="fact-line" key={line}>
            {line}
          </span>
        ))}
      {decision && <Came decision={decision} />}
    </CardFact>
  );
};

const Queue = ({ decision }: { readonly decision: Decision<'queue-priority'> | undefined }) => {
  const t = useText();
  return (
    <CardFact name={t('lists.queue')} wide>
      <span className="fact-line">{decision ? queueWords(t, decision.setting.value) : t('lists.ownQueue')}</span>
      {decision && <Came decision={decision} />}
    </CardFact>
  );
};

const Days = ({ days }: { readonly days: readonly Decision<'day'>[] }) => {
  const t = useText();
  const more = days.length - NAMED;
  return (
    <CardFact name={t('lists.days')} wide>
      {days.length === 0 && t('lists.noDays')}
      {days.slice(0, NAMED).map((one) => (
        <Day key={one.setting.id} decision={one} />
      ))}
      {more > 0 && <span className="fact-line muted">{t('lists.moreDays', { count: more, n: amount(more) })}</span>}
    </CardFact>
  );
};

const Day = ({ decision }: { readonly decision: Decision<'day'> }) => {
  const t = useText();
  const { title, text } = settingWords(t, decision.setting, useLanguage());
  return (
    <span className="fact-line">
      {title}: {text}
      <span className="fact-line muted">{fromWords(t, decision)}</span>
    </span>
  );
};

/** Since when, by which decision, from where. */
const Came = ({ decision }: { readonly decision: Decision<'opening-hours'> | Decision<'queue-priority'> }) => {
  const t = useText();
  const { setting } = decision;
  const since = `${t('lists.from').toLocaleLowerCase()} ${day(setting.from)}`;
  return <span className="fact-line muted">{[since, fromWords(t, decision)].join(' · ')}</span>;
};

/** By which decision, or why, and from where. */
const fromWords = (t: Say, { setting, source }: Pick<Decision<SettingKey>, 'setting' | 'source'>): string =>
  [setting.decision || setting.reason, t(`lists.source.${source}`).toLocaleLowerCase()].filter(Boolean).join(' · ');
