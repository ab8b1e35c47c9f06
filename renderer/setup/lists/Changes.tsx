import { type ReactNode, useState } from 'react';
import { assertNever } from '../../../domain/assert-never.ts';
import { ASPECT_WORDS, type CatalogueImported } from '../../../domain/catalogue-changes.ts';
import type { SettingsImported } from '../../../domain/effective-setting.ts';
import type { OfficersImported } from '../../../domain/officer.ts';
import { amount } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { useOfficeLists } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { useText } from '../text.ts';
import type { Imported } from './bring.ts';
import { OfficerLine } from './OfficerLine.tsx';
import { inOrder } from './settings-view.ts';
import { settingWords } from './words.ts';

/** What a file changes, entry by entry, under how many of each. */
export const Changes = ({ result }: { readonly result: Imported }) => {
  switch (result.list) {
    case 'catalogue':
      return <CatalogueChanges imported={result.imported} />;
    case 'settings':
      return <SettingsChanges imported={result.imported} />;
    case 'officers':
      return <OfficersChanges imported={result.imported} />;
    default:
      return assertNever(result);
  }
};

const CatalogueChanges = ({ imported: { changes } }: { readonly imported: CatalogueImported }) => {
  const t = useText();
  const say = useSay();
  const { added, changed, removed, procedures } = changes;
  return (
    <>
      <Counts
        added={added.length}
        changed={changed.length}
        removed={removed.length}
        same={procedures - added.length - changed.length}
      />
      <Group title={t('lists.group.added')}>{added.map((one) => procedureLine(one))}</Group>
      <Group title={t('lists.group.changed')}>
        {changed.map(({ what, ...one }) =>
          procedureLine(one, t('lists.changes', { what: what.map((aspect) => say(ASPECT_WORDS[aspect])).join(', ') })),
        )}
      </Group>
      <Group title={t('lists.group.removed')}>{removed.map((one) => procedureLine(one))}</Group>
    </>
  );
};

const procedureLine = ({ code, name }: { readonly code: string; readonly name: string }, what = ''): ReactNode => (
  <li key={code}>
    <b className="fig code">{code}</b>
    <span>{name}</span>
    <span className="muted">{what}</span>
  </li>
);

const SettingsChanges = ({ imported: { added } }: { readonly imported: SettingsImported }) => {
  const t = useText();
  const language = useLanguage();
  const known = useOfficeLists().data?.settings.map(({ setting }) => setting) ?? [];
  const lines = inOrder(added).map((setting) => {
    // What is taken back says more than its id.
    const taken = setting.key === 'withdrawal' ? [...known, ...added].find(({ id }) => id === setting.of) : undefined;
    const { title, text } = settingWords(t, setting, language);
    const of = taken && settingWords(t, taken, language);
    return (
      <li key={setting.id}>
        <b>{title}</b>
        <span>{of ? [of.title, of.text].filter(Boolean).join(': ') : text}</span>
        <span className="muted">{[setting.decision, setting.reason].filter(Boolean).join(' · ')}</span>
      </li>
    );
  });
  return <Group title={t('lists.group.added')}>{lines}</Group>;
};

const OfficersChanges = ({ imported }: { readonly imported: OfficersImported }) => {
  const t = useText();
  const { added, changed, removed, officers } = imported;
  return (
    <>
      <Counts
        added={added.length}
        changed={changed.length}
        removed={removed.length}
        same={officers - added.length - changed.length}
      />
      {(['added', 'changed', 'removed'] as const).map((kind) => (
        <Group key={kind} title={t(`lists.group.${kind}`)}>
          {imported[kind].map((officer) => (
            <OfficerLine key={officer.id} officer={officer} />
          ))}
        </Group>
      ))}
    </>
  );
};

type CountsProps = Readonly<Record<'added' | 'changed' | 'removed' | 'same', number>>;
const Counts = (counts: CountsProps) => {
  const t = useText();
  return (
    <dl className="counts">
      {(['added', 'changed', 'removed', 'same'] as const).map((kind) => (
        <div key={kind} className={counts[kind] === 0 ? 'zero' : kind}>
          <dt>{t(`lists.count.${kind}`)}</dt>
          <dd className="fig">{amount(counts[kind])}</dd>
        </div>
      ))}
    </dl>
  );
};

/** Thousands are on one page only for whoever asks for them. */
const SHOWN = 50;

const Group = ({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) => {
  const t = useText();
  const [all, setAll] = useState(false);
  const count = children.length;
  if (count === 0) return null;
  return (
    <section className="change-group" aria-label={title}>
      <h3>
        {title} <span className="fig muted">{amount(count)}</span>
      </h3>
      <ul>{all ? children : children.slice(0, SHOWN)}</ul>
      {!all && count > SHOWN && (
        <Button quiet label={t('lists.all', { count, n: amount(count) })} onPress={() => setAll(true)} />
      )}
    </section>
  );
};
