import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSegment } from '../../../domain/scan-session.ts';
import type { DossierRow } from '../../../domain/views.ts';
import { station } from '../../common/client.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { useText } from '../text.ts';

type ChooseProps = {
  readonly segment: ScanSegment;
  readonly onChoose: (dossierId: Uuid7) => void;
  readonly onClose: () => void;
};

const SHOWN = 8;
/** Two letters find too much to be of use, one finds everything. */
const MIN_LETTERS = 2;

/** Whose these pages are, by code, name or phone; arrows choose, Enter takes. */
export const ChooseDossier = ({ segment, onChoose, onClose }: ChooseProps) => {
  const t = useText();
  const [text, setText] = useState('');
  const [row, setRow] = useState(0);
  const wanted = text.trim();
  const found = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => station.dossiers.search.query({ text: wanted }),
    enabled: wanted.length >= MIN_LETTERS,
    placeholderData: (previous) => previous,
  });
  const rows = wanted.length >= MIN_LETTERS ? (found.data ?? []).slice(0, SHOWN) : [];
  const take = (id: Uuid7 | undefined) => {
    if (id === undefined) return;
    onClose();
    onChoose(id);
  };
  useKeys({ Escape: onClose }, true);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setRow((at) => Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setRow((at) => Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.repeat && !event.nativeEvent.isComposing) take(rows[row]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('stack.chooseTitle', { from: segment.from, to: segment.to })} onClose={onClose} wide>
      <form onSubmit={(event) => event.preventDefault()}>
        <input
          type="text"
          className="choose-find"
          autoComplete="off"
          spellCheck={false}
          data-own-keys="Enter ArrowUp ArrowDown"
          aria-label={t('stack.chooseFind')}
          placeholder={t('stack.chooseFind')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setRow(0);
          }}
          onKeyDown={onKeyDown}
        />
      </form>
      <div className="choose-list">
        {rows.length > 0 && (
          <div role="listbox" aria-label={t('stack.choose')}>
            {rows.map((one, index) => (
              <Choice key={one.id} row={one} current={index === row} onChoose={() => take(one.id)} />
            ))}
          </div>
        )}
        {rows.length === 0 && (
          <p className="muted">
            {wanted.length >= MIN_LETTERS && found.data ? t('stack.chooseNone') : t('stack.chooseHint')}
          </p>
        )}
      </div>
      <div className="dialog-foot">
        <Button label={t('act.close')} k="Esc" onPress={onClose} />
      </div>
    </Dialog>
  );
};

type ChoiceProps = { readonly row: DossierRow; readonly current: boolean; readonly onChoose: () => void };

const Choice = ({ row, current, onChoose }: ChoiceProps) => (
  <button type="button" role="option" tabIndex={-1} aria-selected={current} onClick={onChoose}>
    <DossierCode code={row.code} />
    <b>{row.applicantName}</b>
    <span className="muted">{row.procedureShort}</span>
  </button>
);
