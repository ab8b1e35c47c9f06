import type { FileMistakes } from '../../../domain/file-mistake.ts';
import { amount } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { useText } from '../text.ts';
import { byEntry } from './words.ts';

/** Each place to mend with what is wrong there, for whoever wrote the file. */
export const Mistakes = ({ mistakes: { list, more } }: { readonly mistakes: FileMistakes }) => {
  const t = useText();
  const say = useSay();
  const count = list.length + more;
  return (
    <section className="mistakes" aria-label={t('lists.mistakes', { count, n: amount(count) })}>
      <h3>{t('lists.mistakes', { count, n: amount(count) })}</h3>
      <ol>
        {byEntry(t, list).map(({ entry, mistakes }) => (
          <li key={entry}>
            <b>{entry}</b>
            <dl>
              {mistakes.map(({ part, sentence }) => (
                <Place key={`${part} ${sentence.en}`} part={part} text={say(sentence)} />
              ))}
            </dl>
          </li>
        ))}
      </ol>
      {more > 0 && <p className="muted">{t('lists.mistakesMore', { count: more, n: amount(more) })}</p>}
    </section>
  );
};

const Place = ({ part, text }: { readonly part: string; readonly text: string }) => (
  <>
    {part !== '' && <dt className="mono">{part}</dt>}
    <dd className={part === '' ? 'alone' : undefined}>{text}</dd>
  </>
);
