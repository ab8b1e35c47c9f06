import { TriangleAlert } from 'lucide-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSession } from '../../../domain/scan-session.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { COVERS, type PaperPages, type Reconciliation, stopsAtSheet } from './reconcile.ts';
import { Thumb } from './Thumb.tsx';

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
  const title = titleOf(paper, t);
  return (
    <section className={`set ${places === 1 ? 'single' : ''}`} style={{ '--n': places } as CSSProperties}>
      <h2 title={title}>
        <b>{title}</b>
        {paper.index !== COVERS && (
          <span className={paper.state === 'full' ? 'ok' : 'muted'}>
            {t('scan.of', { have: paper.kept, expected: paper.expected })}
          </span>
        )}
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

export const titleOf = (paper: Pick<PaperPages, 'index' | 'name'>, t: ReturnType<typeof useText>): string => {
  if (paper.index === COVERS) return t('scan.covers');
  return paper.index < 0 ? t('scan.unassigned') : `${paper.index + 1}. ${paper.name}`;
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
