import { type KeyboardEvent, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSegment } from '../../../domain/scan-session.ts';
import type { DossierRow } from '../../../domain/views/work.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { SearchNotes } from '../frame/SearchNotes.tsx';
import { useDossierSearch } from '../frame/use-dossier-search.ts';
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

/** Whose these pages are, by code, name or phone; arrows choose, Enter takes. */
export const ChooseDossier = ({ segment, onChoose, onClose }: ChooseProps) => {
  const t = useText();
  const [text, setText] = useState('');
  const take = (id: Uuid7) => {
    onClose();
    onChoose(id);
  };
  const words = text.trim();
  const { found, rows, row, move, enter, reset } = useDossierSearch({ typed: words, words, most: SHOWN, onTake: take });
  useKeys({ Escape: onClose }, true);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && !event.repeat && !event.nativeEvent.isComposing) enter();
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
            reset();
          }}
          onKeyDown={onKeyDown}
        />
      </form>
      <div className="choose-list">
        {found ? (
          <SearchNotes found={found} none={t('stack.chooseNone')} />
        ) : (
          <p className="muted">{t('stack.chooseHint')}</p>
        )}
        {rows.length > 0 && (
          <div role="listbox" aria-label={t('stack.choose')}>
            {rows.map((one, index) => (
              <Choice key={one.id} row={one} current={index === row} onChoose={() => take(one.id)} />
            ))}
          </div>
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
