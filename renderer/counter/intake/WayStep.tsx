import { Num } from '../parts/Num.tsx';
import { Radios } from '../parts/Radios.tsx';
import { useText } from '../text.ts';
import { Step, type StepPart } from './Step.tsx';

export const WayStep = ({ intake, current }: StepPart) => {
  const t = useText();
  const { form, change } = intake;
  const channel = t(`way.${form.channel}`);
  const returned = t(`way.${form.returnMethod}`);
  return (
    <Step
      keepsEnter
      number={4}
      title={t('intake.way')}
      done={form.procedureCode !== ''}
      current={current === 4}
      brief={t('intake.brief', {
        channel: channel.toLocaleLowerCase('vi'),
        returned: returned.toLocaleLowerCase('vi'),
        sets: form.sets,
      })}
    >
      <div className="pair">
        <span className="fld">
          <span className="muted">{t('intake.given')}</span>
          <Radios
            label={t('intake.given')}
            value={form.channel}
            options={[
              ['counter', t('way.counter')],
              ['post', t('way.post')],
              ['online', t('way.online')],
            ]}
            onChange={(value) => change({ channel: value })}
          />
        </span>
        <span className="fld">
          <span className="muted">{t('intake.returned')}</span>
          <Radios
            label={t('intake.returned')}
            value={form.returnMethod}
            options={[
              ['counter', t('way.counter')],
              ['post', t('way.post')],
              ['electronic', t('way.electronic')],
            ]}
            onChange={(value) => change({ returnMethod: value })}
          />
        </span>
        <span className="fld">
          <span className="muted">{t('intake.sets')}</span>
          <Num label={t('intake.sets')} value={form.sets} min={1} max={99} onChange={(sets) => change({ sets })} />
        </span>
      </div>
    </Step>
  );
};
