import { useEffect, useRef } from 'react';
import { type OfficeList, officeLists } from '../../../domain/office-file.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { failureOf } from '../../common/failure.ts';
import { useOfficeLists } from '../data.ts';
import { Aside } from '../device-page/Aside.tsx';
import { Rail } from '../device-page/Rail.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { useText } from '../text.ts';
import { CatalogueCard } from './CatalogueCard.tsx';
import { GoOn } from './GoOn.tsx';
import { OfficersCard } from './OfficersCard.tsx';
import { Review } from './Review.tsx';
import { SettingsCard } from './SettingsCard.tsx';
import { useImport } from './use-import.ts';

/** What the province or the office announces: which version of it counts here, and another one brought in a file. */
export const ListsPage = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const importing = useImport();
  const input = useRef<HTMLInputElement>(null);
  const wanted = useRef<OfficeList>(undefined);
  const pick = (list: OfficeList): void => {
    wanted.current = list;
    input.current?.click();
  };
  return (
    <div className="frame">
      <Rail state={state} />
      <main className="main">
        {importing.step.is === 'none' ? (
          <InForce onPick={pick} back={wanted.current} />
        ) : (
          <Review step={importing.step} />
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label={t('lists.choose')}
          onChange={({ currentTarget }) => {
            const picked = currentTarget.files?.[0];
            // The same file again, mended, is a choice too.
            if (picked && wanted.current)
              importing.choose(wanted.current, picked).finally(() => (currentTarget.value = ''));
          }}
        />
      </main>
      <Aside state={state} foot={<GoOn importing={importing} onPick={pick} />} />
    </div>
  );
};

const CARDS = { catalogue: CatalogueCard, settings: SettingsCard, officers: OfficersCard } as const;

type InForceProps = {
  readonly onPick: (list: OfficeList) => void;
  /** Whose file was looked at: the keyboard goes on where it left. */
  readonly back: OfficeList | undefined;
};

const InForce = ({ onPick, back }: InForceProps) => {
  const t = useText();
  const lists = useOfficeLists();
  useEffect(() => {
    if (back) document.querySelector<HTMLElement>(`[data-list="${back}"] > button`)?.focus();
  }, [back]);
  return (
    <>
      <div className="bar">
        <h1>{t('lists.title')}</h1>
        <p className="muted lists-lead">{t('lists.lead')}</p>
      </div>
      <div className="scroll">
        {lists.data
          ? officeLists.map((list) => {
              const Card = CARDS[list];
              return <Card key={list} lists={lists.data} onPick={() => onPick(list)} />;
            })
          : null}
        {!lists.data && (
          <Waiting failure={lists.error ? failureOf(lists.error) : undefined} onAgain={() => lists.refetch()} />
        )}
      </div>
    </>
  );
};
