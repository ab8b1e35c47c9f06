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
  const { hours, queue, days, later } = inForce;
  const [source = 'program', ...others] = sourcesOf(inForce);
  return (
    <Card list="settings" icon={CalendarClock} source={others.length > 0 ? 'several' : source} onPick={onPick}>
      <dl className="office-facts">
        <CardFact name={t('lists.hours')} wide>
          {hours ? (
            <>
              {hoursWords(t, hours.setting.value, language).map((line) => (
                <span className="fact-line" key={line}>
                  {line}
                </span>
              ))}
              <Came decision={hours} />
            </>
          ) : (
            t('lists.ownHours')
          )}
        </CardFact>
        <CardFact name={t('lists.queue')} wide>
          {queue ? (
            <>
              <span className="fact-line">{queueWords(t, queue.setting.value)}</span>
              <Came decision={queue} />
            </>
          ) : (
            t('lists.ownQueue')
          )}
        </CardFact>
        <CardFact name={t('lists.days')} wide>
          {days.length === 0 && t('lists.noDays')}
          {days.slice(0, NAMED).map((one) => (
            <Day key={one.setting.id} decision={one} />
          ))}
          {days.length > NAMED && (
            <span className="fact-line muted">
              {t('lists.moreDays', { count: days.length - NAMED, n: amount(days.length - NAMED) })}
            </span>
          )}
        </CardFact>
      </dl>
      <Later
        rows={later.map(({ setting }) => ({
          id: setting.id,
          day: day(setting.from),
          text: `${t(`lists.${setting.key === 'opening-hours' ? 'hours' : 'queue'}`)}: ${settingWords(t, setting, language).text}`,
        }))}
      />
    </Card>
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
