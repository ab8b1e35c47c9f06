import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { DossierRow } from '../../../domain/views/work.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { SearchNotes } from './SearchNotes.tsx';
import { useDossierSearch } from './use-dossier-search.ts';

const WAIT_MS = 150;
const SHOWN = 12;

/** One box for everything: code, name, phone, ID, procedure. Arrows choose, Enter opens, Esc goes back to the list. */
export const SearchBox = () => {
  const t = useText();
  const { select, go } = useCounter();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const wanted = useDelayed(text.trim(), WAIT_MS);
  const choose = (id: Uuid7) => {
    select(id);
    go({ name: 'home' });
    setText('');
    setOpen(false);
    input.current?.blur();
  };
  const typed = text.trim();
  const { found, rows, row, move, enter, reset } = useDossierSearch({
    typed,
    words: wanted,
    most: SHOWN,
    onTake: choose,
  });
  useKeys({ '/': () => input.current?.select() });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') enter();
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
            reset();
            setOpen(true);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setText('');
              reset();
              input.current?.blur();
            } else onKeyDown(event);
          }}
        />
        <Kbd k="/" />
      </label>
      {open && found && (
        <div className="search-results" id={listId} role="listbox" aria-label={t('top.results')}>
          <SearchNotes found={found} none={t('top.none')} />
          {rows.map((one, index) => (
            <Result key={one.id} row={one} current={index === row} onChoose={() => choose(one.id)} />
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
