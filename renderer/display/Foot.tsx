/** What to bring for the most asked procedure, and the hours of the day. */
import type { DisplayState } from '../../domain/views/public.ts';
import { segmentsOf } from './segments.ts';
import { useText } from './text.ts';

/** Characters that surely fit on one line, and on the two that there is room for. */
const LINE = 54;
const TWO_LINES = 98;

export const Foot = ({ state, turn }: { readonly state: DisplayState; readonly turn: number }) => (
  <footer className="foot">
    <Prepare prepare={state.prepare} turn={turn} />
    <Hours state={state} />
  </footer>
);

const Prepare = ({ prepare, turn }: { readonly prepare: DisplayState['prepare']; readonly turn: number }) => {
  const t = useText();
  const parts = segmentsOf(prepare?.papers ?? [t('foot.welcomeMore')], TWO_LINES);
  const two = parts.some((part) => part.length > LINE);
  const index = turn % parts.length;
  return (
    <div>
      <p className="cap">
        <span className="line">{prepare ? t('foot.bring', { procedure: prepare.procedure }) : t('foot.welcome')}</span>
        {parts.length > 1 && (
          <span className="nr fig">
            {index + 1}/{parts.length}
          </span>
        )}
      </p>
      <p className={two ? 'papers two' : 'papers'}>{parts[index]}</p>
    </div>
  );
};

const Hours = ({ state }: { readonly state: DisplayState }) => {
  const t = useText();
  const hours = state.hours.map(([from, to]) => `${from}–${to}`).join(' · ');
  return (
    <div>
      <p className="cap">{t('foot.hours')}</p>
      <p className="fig">{hours || t('foot.closed')}</p>
    </div>
  );
};
