import { CloudUpload } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { DossierRow } from '../../../domain/views/work.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { duration } from '../../common/format.ts';
import { useExplain, useLanguage } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import type { ShownGroup } from './Home.tsx';
import { whyOf } from './work-groups.ts';

type WorkTableProps = {
  readonly groups: readonly ShownGroup[];
  readonly selected: Uuid7 | undefined;
  readonly onSelect: (id: Uuid7) => void;
};

/** 36-px rows under a sticky head. The chosen row holds the focus: nothing to type into, so a scan is never garbled. */
export const WorkTable = ({ groups, selected, onSelect }: WorkTableProps) => {
  const t = useText();
  return (
    <div className="scroll" tabIndex={-1}>
      <table className="list">
        <colgroup>
          <col className="c1" />
          <col className="c2" />
          <col className="c3" />
          <col className="c4" />
          <col className="c5" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('list.code')}</th>
            <th scope="col">{t('list.applicant')}</th>
            <th scope="col" className="proc">
              {t('list.procedure')}
            </th>
            <th scope="col">{t('list.why')}</th>
            <th scope="col" className="act">
              {t('list.act')}
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key}>
            <tr className="group">
              <th colSpan={2} scope="rowgroup">
                <span>{t(`group.${group.key}`)}</span>
                <b>{group.rows.length}</b>
              </th>
              <td className="proc" />
              <td colSpan={2} />
            </tr>
            {group.rows.map((row) => (
              <Row key={row.id} row={row} current={row.id === selected} onSelect={onSelect} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
};

type RowProps = { readonly row: DossierRow; readonly current: boolean; readonly onSelect: (id: Uuid7) => void };

/** Memoised: with 300 rows only the two rows that the cursor leaves and enters are drawn anew. */
const Row = memo(({ row, current, onSelect }: RowProps) => {
  const t = useText();
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (current) bringIntoView(line.current);
  }, [current]);
  return (
    <tr
      ref={line}
      className={current ? 'sel' : ''}
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      data-id={row.id}
      onClick={() => onSelect(row.id)}
    >
      <td>
        {row.unsent && (
          <span className="unsent" role="img" aria-label={t('list.unsent')} title={t('list.unsent')}>
            <I of={CloudUpload} />
          </span>
        )}
        <DossierCode code={row.code} />
      </td>
      <td className="name" title={row.applicantName}>
        {row.applicantName}
      </td>
      <td className="proc" title={row.procedureName}>
        {row.procedureShort}
      </td>
      <WhyCell row={row} />
      <td className="act">
        {row.nextAction && t(`next.${row.nextAction}`)}
        {current && row.nextAction && <Kbd k="Enter" />}
      </td>
    </tr>
  );
});

/** Takes the focus only from nothing or from another row, never from a field being typed into. */
const bringIntoView = (row: HTMLTableRowElement | null): void => {
  row?.scrollIntoView({ block: 'nearest' });
  const held = document.activeElement;
  if (held === document.body || (held instanceof HTMLElement && held.dataset.id !== undefined))
    row?.focus({ preventScroll: true });
};

const WhyCell = ({ row }: { readonly row: DossierRow }) => {
  const t = useText();
  const explain = useExplain();
  const language = useLanguage();
  const why = whyOf(row);
  const left = duration(Math.abs(row.minutesLeft), language);
  const text = {
    note: () => explain(row.note),
    late: () => t('list.lateBy', { duration: left }),
    soon: () => t('list.leftToday', { at: row.dueAt, duration: left }),
    today: () => t('list.atToday', { at: row.dueAt }),
    done: () => t(`status.${row.status}`),
    later: () => t('list.atLater', { at: row.dueAt }),
  }[why.text]();
  return (
    <td className={`why ${why.tone}`} title={text}>
      <I of={why.icon} />
      {text}
    </td>
  );
};
