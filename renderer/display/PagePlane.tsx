/** Results and guidance, one calm page after another. */
import { useMemo } from 'react';
import type { DisplayState } from '../../domain/views/public.ts';
import { useSay } from '../common/i18n.ts';
import { type BoardPage, pagesOf, type ReadyRow } from './pages.ts';
import { useText } from './text.ts';

/** Longer titles take a smaller type, so that they stay one line. */
const LONG_TITLE = 16;

export const PagePlane = ({ state, turn }: { readonly state: DisplayState; readonly turn: number }) => {
  const pages = useMemo(() => pagesOf(state), [state]);
  const index = turn % pages.length;
  const page = pages[index];
  if (!page) return <aside className="page" />;
  return (
    <aside className="page">
      <Page page={page} mark={`${index + 1}/${pages.length}`} />
    </aside>
  );
};

type PageProps<K extends BoardPage['kind']> = { readonly page: Extract<BoardPage, { kind: K }>; readonly mark: string };

const Page = ({ page, mark }: { readonly page: BoardPage; readonly mark: string }) => {
  if (page.kind === 'ready') return <Ready page={page} mark={mark} />;
  return page.kind === 'guidance' ? <Guidance page={page} mark={mark} /> : <NothingReady mark={mark} />;
};

const Title = ({ children, mark }: { readonly children: string; readonly mark: string }) => (
  <h2>
    <span className={children.length > LONG_TITLE ? 'long' : ''}>{children}</span>
    <span className="nr fig">{mark}</span>
  </h2>
);

const Ready = ({ page, mark }: PageProps<'ready'>) => {
  const t = useText();
  return (
    <>
      <Title mark={mark}>{t('ready.title')}</Title>
      <p className="hint">{t('ready.hint')}</p>
      <ul className="results">
        {page.rows.map((row) => (
          <Result key={row.code} row={row} />
        ))}
      </ul>
      <p className="do">{t('ready.bring')}</p>
    </>
  );
};

/** `0042` and `20-0042` stand in full size; longer parts of a code do not. */
const FULL_SIZE = 7;
const sizeOf = ({ hidden, lead, tail }: ReadyRow): string =>
  hidden ? (lead.length + tail.length > FULL_SIZE ? 'longer' : '') : 'whole';

const Result = ({ row }: { readonly row: ReadyRow }) => {
  const t = useText();
  return (
    <li className={sizeOf(row)}>
      <span className="code fig">
        <i>
          {row.hidden && '…'}
          {row.lead}
        </i>
        {row.tail}
      </span>
      <span className="nb">
        {t('desk')} <span className="fig">{row.desk}</span>
      </span>
    </li>
  );
};

const NothingReady = ({ mark }: { readonly mark: string }) => {
  const t = useText();
  return (
    <>
      <Title mark={mark}>{t('ready.title')}</Title>
      <p className="hint">{t('ready.hint')}</p>
      <div className="nothing">
        <p>{t('ready.none')}</p>
        <p className="soft">{t('ready.noneMore')}</p>
      </div>
      <p className="do">{t('ready.bring')}</p>
    </>
  );
};

const Guidance = ({ page, mark }: PageProps<'guidance'>) => {
  const t = useText();
  const say = useSay();
  return (
    <>
      <Title mark={mark}>{say(page.guidance.title)}</Title>
      <ol className="guide">
        {page.guidance.lines.map((line, index) => (
          <li key={line.vi}>
            <b className="fig">{page.first + index}</b>
            <span>{say(line)}</span>
          </li>
        ))}
      </ol>
      <p className="do">{t('guidance.ask')}</p>
    </>
  );
};
