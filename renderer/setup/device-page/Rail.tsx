import { Check } from 'lucide-react';
import type { SetupState } from '../../../domain/views/setup.ts';
import { useLanguage } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { installSteps } from './install-steps.ts';

export const Rail = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const steps = installSteps(t, state, useLanguage() === 'vi');
  const now = steps.findIndex(({ done }) => !done);
  return (
    <nav className="rail" aria-label={t('steps.title')}>
      <h2>{t('steps.title')}</h2>
      <p className="lead">{t('steps.lead', { done: steps.filter(({ done }) => done).length, total: steps.length })}</p>
      <ol className="steps">
        {steps.map(({ key, title, text, done }, index) => (
          <li
            key={key}
            className={done ? 'done' : index === now ? 'now' : 'next'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span className="mk">{done ? <I of={Check} small /> : <span className="fig">{index + 1}</span>}</span>
            <p>
              <b>{title}</b>
              <span>{text}</span>
            </p>
          </li>
        ))}
      </ol>
    </nav>
  );
};
