import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { DossierRow } from '../../../domain/views.ts';
import { station } from '../../common/client.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';

const WAIT_MS = 150;

/** One box for everything: code, name, phone, ID, procedure. Arrows choose, Enter opens, Esc goes back to the list. */
export const SearchBox = () => {
  const t = useText();
  const { select, go } = useCounter();
  const [text, setText] = useState('');
  const [row, setRow] = useState(0);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const wanted = useDelayed(text.trim(), WAIT_MS);
  const found = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => station.dossiers.search.query({ text: wanted }),
    enabled: wanted.length > 1,
    staleTime: 5_000,
    placeholderData: (previous) => previous,
  });
  const rows = wanted.length > 1 ? (found.data ?? []) : [];
  const choose = (id: Uuid7 | undefined) => {
    if (!id) return;
    select(id);
    go({ name: 'home' });
    setText('');
    setOpen(false);
    input.current?.blur();
  };
  useKeys({ '/': () => input.current?.select() });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setRow((at) => Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setRow((at) => Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(rows[row]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <search
      className="search-hold"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <label className="search">
        <I of={Search} />
        <input
          ref={input}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          data-own-keys="Enter Escape ArrowUp ArrowDown"
          aria-expanded={open && rows.length > 0}
          aria-controls={listId}
          aria-label={t('top.find')}
          placeholder={t('top.search')}
          value={text}
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.target.value);
            setRow(0);
            setOpen(true);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setText('');
              input.current?.blur();
            } else onKeyDown(event);
          }}
        />
        <Kbd k="/" />
      </label>
      {open && wanted.length > 1 && found.data && (
        <div className="search-results" id={listId} role="listbox" aria-label={t('top.results')}>
          {rows.length === 0 && <p className="muted">{t('top.none')}</p>}
          {rows.slice(0, 12).map((found, index) => (
            <Result key={found.id} row={found} current={index === row} onChoose={() => choose(found.id)} />
          ))}
        </div>
      )}
    </search>
  );
};

const Result = ({
  row,
  current,
  onChoose,
}: {
  readonly row: DossierRow;
  readonly current: boolean;
  readonly onChoose: () => void;
}) => {
  const t = useText();
  return (
    <button
      type="button"
      role="option"
      tabIndex={-1}
      aria-selected={current}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <DossierCode code={row.code} />
      <b>{row.applicantName}</b>
      <span className="muted">{row.procedureShort}</span>
      <span className="muted">{t(`status.${row.status}`)}</span>
    </button>
  );
};

const useDelayed = (value: string, ms: number): string => {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
};
