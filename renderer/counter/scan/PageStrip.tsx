import { TriangleAlert } from 'lucide-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSession } from '../../../domain/views.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { type PaperPages, type Reconciliation, type ScanPage, stopsAtSheet } from './reconcile.ts';

type StripProps = {
  readonly rec: Reconciliation;
  readonly session: ScanSession | undefined;
  readonly current: Uuid7 | undefined;
  readonly onChoose: (id: Uuid7) => void;
};

/** Pages under the papers they belong to; places still empty are drawn, so that a missing page is seen. */
export const PageStrip = ({ rec, session, current, onChoose }: StripProps) => {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current
      ?.querySelector(`[data-page="${current ?? ''}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const jammed = session?.state === 'ended' && stopsAtSheet(session.code);
  const firstOpen = rec.papers.find((paper) => paper.pages.length < paper.expected);
  return (
    <div className="strip" ref={strip}>
      {rec.papers.map((paper) => (
        <PaperSet
          key={paper.index}
          paper={paper}
          session={session}
          current={current}
          jam={jammed && paper === firstOpen}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
};

type SetProps = Omit<StripProps, 'rec'> & { readonly paper: PaperPages; readonly jam: boolean };

const PaperSet = ({ paper, session, current, jam, onChoose }: SetProps) => {
  const t = useText();
  const open = Math.max(0, paper.expected - paper.pages.length);
  const places = Math.max(1, paper.pages.length + open);
  const title = paper.index < 0 ? t('scan.unassigned') : `${paper.index + 1}. ${paper.name}`;
  return (
    <section className={`set ${places === 1 ? 'single' : ''}`} style={{ '--n': places } as CSSProperties}>
      <h2 title={title}>
        <b>{title}</b>
        <span className={paper.state === 'full' ? 'ok' : 'muted'}>
          {t('scan.of', { have: paper.kept, expected: paper.expected })}
        </span>
      </h2>
      <ol>
        {paper.pages.map((page) => (
          <Thumb
            key={page.id}
            page={page}
            sessionId={session?.id ?? ''}
            current={page.id === current}
            onChoose={onChoose}
          />
        ))}
        {Array.from({ length: Math.min(open, 12) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty places have no other identity
          <Place key={index} stop={jam && index === 0 ? session?.code : undefined} />
        ))}
      </ol>
    </section>
  );
};

type ThumbProps = {
  readonly page: ScanPage;
  readonly sessionId: Uuid7;
  readonly current: boolean;
  readonly onChoose: (id: Uuid7) => void;
};

const Thumb = ({ page, sessionId, current, onChoose }: ThumbProps) => {
  const t = useText();
  const state = `${current ? 'sel' : ''} ${page.dropped ? 'dropped' : page.blank ? 'flagged' : ''}`;
  return (
    <li className={state} data-page={page.id} aria-current={current || undefined}>
      <button
        type="button"
        tabIndex={current ? 0 : -1}
        onClick={() => onChoose(page.id)}
        aria-label={t('scan.page', { number: page.number })}
      >
        <span className="pg">
          <img src={`files/scan/${sessionId}/${page.id}.jpg?w=240&r=${page.rotation}`} alt="" loading="lazy" />
          {page.dropped && <span className="flag">{t('scan.dropped')}</span>}
          {!page.dropped && page.blank && (
            <span className="flag">
              <I of={TriangleAlert} />
              {t('scan.blank')}
            </span>
          )}
        </span>
      </button>
      <span className="no">{page.number}</span>
    </li>
  );
};

const Place = ({ stop }: { readonly stop: string | undefined }) => {
  const t = useText();
  const word = stop === 'MC-DSC-01' ? t('scan.jammed') : t('scan.stoppedHere');
  return (
    <li className={stop ? 'jam' : 'wait'}>
      <span className="pg">
        {stop && <I of={TriangleAlert} />}
        <span>{stop ? word : t('scan.waiting')}</span>
      </span>
    </li>
  );
};
