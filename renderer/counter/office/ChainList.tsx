import { ArrowRight, Check, Clock, Hourglass, TriangleAlert } from 'lucide-react';
import type { HandOverRow } from '../../../domain/views/dossier.ts';
import { dayMonthTime } from '../../common/format.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { HolderText } from './WhereIs.tsx';

/** Form 05 on the screen: from hand to hand, when, by whom, and how each stood to the due time. */
export const ChainList = ({ rows }: { readonly rows: readonly HandOverRow[] }) => {
  const t = useText();
  if (rows.length === 0) return <p className="muted tab-p">{t('office.noRows')}</p>;
  return (
    <ol className="chain">
      {rows.map((row) => (
        <li key={row.id}>
          <p>
            <HolderText holder={row.from} /> <I of={ArrowRight} /> <HolderText holder={row.to} />
          </p>
          <p className="muted">
            {t('office.given', { at: dayMonthTime(row.handedAt), by: row.handedBy })}
            {row.takenAt !== undefined && <> · {t('office.got', { at: dayMonthTime(row.takenAt), by: row.takenBy })}</>}
            {row.state === 'unsigned' && <> · {t('office.unsigned')}</>}
          </p>
          {row.note !== '' && <p className="muted">{row.note}</p>}
          <Outcome row={row} />
        </li>
      ))}
    </ol>
  );
};

const RESULT_LOOK = {
  early: { icon: Check, className: 'ready' },
  'on-time': { icon: Check, className: 'ready' },
  late: { icon: TriangleAlert, className: 'late' },
} as const;

const Outcome = ({ row: { state, result } }: { readonly row: HandOverRow }) => {
  const t = useText();
  const look = result && RESULT_LOOK[result];
  return (
    <p className="outcome">
      {state === 'waiting' && (
        <span className="due-ink">
          <I of={Hourglass} /> {t('office.notTaken')}
        </span>
      )}
      {look && result && (
        <span className={`is-${look.className}`}>
          <I of={look.icon} /> {t(`office.result.${result}`)}
        </span>
      )}
      {state !== 'waiting' && !result && (
        <span className="muted">
          <I of={Clock} /> {t('office.stillThere')}
        </span>
      )}
    </p>
  );
};
