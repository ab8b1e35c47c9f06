import { timeWithSeconds } from '../../common/format.ts';
import type { Happening } from '../happenings.ts';
import { useSetupState } from '../setup-state.ts';
import { type Say, useText } from '../text.ts';
import { troubleWord } from '../trouble.ts';

export const phraseHappening = (t: Say, { key, values, code, document }: Happening): string => {
  const trouble = code === undefined ? t('state.absent') : (troubleWord(t, code) ?? code);
  const title = document === undefined ? '' : [t(`document.${document}`), values.dossier].filter(Boolean).join(' ');
  return t(`log.${key}`, { ...values, title, trouble: trouble.toLocaleLowerCase() });
};

/** What just happened, newest first. */
export const Log = ({ most }: { readonly most: number }) => {
  const t = useText();
  const { log } = useSetupState();
  if (log.length === 0) return <p className="muted nothing">{t('log.empty')}</p>;
  return (
    <ol className="log">
      {log.slice(0, most).map((one) => (
        <li key={one.id}>
          <time className="fig">{timeWithSeconds(one.at)}</time>
          <span>{phraseHappening(t, one)}</span>
        </li>
      ))}
    </ol>
  );
};
