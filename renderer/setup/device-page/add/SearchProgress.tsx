import { Check, LoaderCircle, Minus } from 'lucide-react';
import { candidateSourceSchema, type SearchStep } from '../../../../domain/device-candidate.ts';
import { I } from '../../parts/I.tsx';
import { useText } from '../../text.ts';

const ICON = { searching: LoaderCircle, done: Check, unavailable: Minus } as const;

/** Each place of the search, as it is asked and as it answers. */
export const SearchProgress = ({ steps }: { readonly steps: readonly SearchStep[] }) => {
  const t = useText();
  const done = steps.filter(({ state }) => state !== 'searching').length;
  const total = candidateSourceSchema.options.length;
  return (
    <div className="search-steps">
      <progress max={total} value={done} aria-label={t('add.searching')} />
      <ul>
        {candidateSourceSchema.options.map((source) => {
          const step = steps.find((one) => one.source === source);
          const state = step?.state ?? 'searching';
          return (
            <li key={source} className={state === 'searching' ? 'turning' : state}>
              <I of={ICON[state]} small />
              {t(`add.source.${source}`)}
              <span className="muted fig">{t(`add.step.${state}`, { count: step?.found ?? 0 })}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
