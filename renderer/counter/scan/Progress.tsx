import { CircleCheck, CirclePause, LoaderCircle, ScanText, TriangleAlert } from 'lucide-react';
import type { ScanSession } from '../../../domain/scan-session.ts';
import { failureOfCode } from '../../common/failure.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { nextSheet, stopsAtSheet } from './reconcile.ts';

/** A line of more places than this would be no more than a stripe. */
const MAX_PLACES = 60;

export const StopNotice = ({ session }: { readonly session: ScanSession | undefined }) => {
  const say = useSay();
  if (!session?.code || session.state !== 'ended') return null;
  const sentence = failureOfCode(session.code).sentence;
  return (
    <section className="notice dev" role="alert">
      <I of={TriangleAlert} className="nt" />
      <div>
        <p>{sentence && <Strong text={say(sentence)} />}</p>
      </div>
      <span className="muted err">{session.code}</span>
    </section>
  );
};

/** The first sentence says what happened, the rest what to do. */
const Strong = ({ text }: { readonly text: string }) => {
  const [first = '', ...rest] = text.split(/(?<=\.)\s/);
  return (
    <>
      <b>{first}</b> {rest.join(' ')}
    </>
  );
};

export const Idle = () => {
  const t = useText();
  return (
    <div className="prog" role="status">
      <I of={ScanText} />
      <span>{t('scan.ready')}</span>
    </div>
  );
};

const lookOf = ({ state, code }: ScanSession, isMaking: boolean) => {
  if (state === 'scanning' || state === 'attaching' || isMaking) return { icon: LoaderCircle, className: 'spin' };
  return code ? { icon: CirclePause, className: 'a' } : { icon: CircleCheck, className: 'g' };
};

/** What the feeder and the program are at, and a place on the line for each page. */
export const Progress = ({ session, expected }: { readonly session: ScanSession; readonly expected: number }) => {
  const t = useText();
  const { sides, pages } = session;
  const making = pages.find((page) => page.state === 'processing');
  const look = lookOf(session, making !== undefined);
  return (
    <div className="prog" role="status">
      <I of={look.icon} className={look.className} />
      <span>
        <Words session={session} />
        {making && <span className="muted"> {t('scan.making', { number: making.number })}</span>}
      </span>
      <Places session={session} total={Math.max(expected, sides, pages.length)} />
      <span className="muted">
        {expected > 0 ? t('scan.of', { have: pages.length, expected }) : t('scan.pageCount', { count: pages.length })}
      </span>
    </div>
  );
};

const Words = ({ session }: { readonly session: ScanSession }) => {
  const t = useText();
  const { state, source, sheets, startedAt, endedAt, code } = session;
  const seconds = Math.max(1, Math.round(((endedAt ?? startedAt) - startedAt) / 1000));
  if (state === 'attaching') return <b>{t('scan.attaching')}</b>;
  if (state === 'scanning') return <b>{t('scan.scanning', { sheets })}</b>;
  if (!code)
    return (
      <>
        <b>{t('scan.done', { sheets })}</b>{' '}
        {source === 'flatbed' ? t('scan.doneGlass') : t('scan.doneMore', { seconds })}
      </>
    );
  return (
    <>
      <b>{t('scan.stopped', { sheet: nextSheet(session) })}</b>{' '}
      {endedAt !== undefined && t('scan.stoppedMore', { at: timeWithSeconds(endedAt) })}
    </>
  );
};

const Places = ({ session, total }: { readonly session: ScanSession; readonly total: number }) => {
  const { pages, state, code } = session;
  const shown = pages.slice(-MAX_PLACES);
  const isJammed = state === 'ended' && stopsAtSheet(code);
  return (
    <span className="segs" aria-hidden="true">
      {Array.from({ length: Math.min(total, MAX_PLACES) }, (_, index) => {
        const page = shown[index];
        const bad = page && (page.state === 'damaged' || page.blank) && !page.dropped;
        const look = !page
          ? isJammed && index === shown.length
            ? 'j'
            : ''
          : bad
            ? 'f'
            : page.state === 'ready'
              ? 'd'
              : 'w';
        // biome-ignore lint/suspicious/noArrayIndexKey: the place on the line is the identity
        return <i key={index} className={look} />;
      })}
    </span>
  );
};
