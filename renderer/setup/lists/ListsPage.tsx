import { type ChangeEvent, useEffect, useRef } from 'react';
import { type OfficeList, officeLists } from '../../../domain/office-file.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { failureOf } from '../../common/failure.ts';
import { type OfficeLists, useOfficeLists } from '../data.ts';
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
  const lists = useOfficeLists();
  const importing = useImport();
  const picker = usePicker(importing.choose);
  const { step } = importing;
  return (
    <div className="frame">
      <Rail state={state} />
      {lists.data ? (
        <main className="main">
          {step.is === 'none' ? <InForce lists={lists.data} picker={picker} /> : <Review step={step} />}
          {picker.input}
        </main>
      ) : (
        <Waiting
          failure={lists.error ? failureOf(lists.error) : undefined}
          onAgain={() => lists.refetch()}
          text={t('lists.loading')}
        />
      )}
      <Aside state={state} foot={<GoOn importing={importing} onPick={picker.pick} />} />
    </div>
  );
};

/** The system's own dialog for files, behind a button of ours. */
const usePicker = (onPicked: (list: OfficeList, picked: File) => Promise<void>) => {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const wanted = useRef<OfficeList>(undefined);
  const picked = ({ currentTarget: field }: ChangeEvent<HTMLInputElement>): void => {
    const file = field.files?.[0];
    // The same file again, mended, is a choice too.
    if (file && wanted.current) onPicked(wanted.current, file).finally(() => (field.value = ''));
  };
  return {
    pick: (list: OfficeList): void => {
      wanted.current = list;
      input.current?.click();
    },
    /** For which list a file was asked last. */
    last: (): OfficeList | undefined => wanted.current,
    input: (
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('lists.choose')}
        onChange={picked}
      />
    ),
  };
};

const CARDS = { catalogue: CatalogueCard, settings: SettingsCard, officers: OfficersCard } as const;

type InForceProps = { readonly lists: OfficeLists; readonly picker: ReturnType<typeof usePicker> };

const InForce = ({ lists, picker }: InForceProps) => {
  const t = useText();
  // The keyboard goes on at the list whose file was looked at.
  const back = useRef(picker.last());
  useEffect(() => {
    if (back.current) document.querySelector<HTMLElement>(`[data-list="${back.current}"] > button`)?.focus();
  }, []);
  return (
    <>
      <div className="bar">
        <h1>{t('lists.title')}</h1>
        <p className="muted lists-lead">{t('lists.lead')}</p>
      </div>
      <div className="scroll">
        {officeLists.map((list) => {
          const Card = CARDS[list];
          return <Card key={list} lists={lists} onPick={() => picker.pick(list)} />;
        })}
      </div>
    </>
  );
};
