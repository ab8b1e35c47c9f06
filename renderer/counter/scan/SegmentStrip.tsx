import { TriangleAlert } from 'lucide-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { ScanSegment, ScanSession } from '../../../domain/scan-session.ts';
import { codeParts } from '../../common/format.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { isUnresolved, pagesOfSegment } from './stack-view.ts';
import { Thumb } from './Thumb.tsx';

type StripProps = {
  readonly session: ScanSession;
  readonly current: Uuid7 | undefined;
  readonly onChoose: (id: Uuid7) => void;
};

/** All pages of the stack as they were fed, under the dossiers they are to go to. */
export const SegmentStrip = ({ session, current, onChoose }: StripProps) => {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current
      ?.querySelector(`[data-page="${current ?? ''}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <div className="strip stack" ref={strip}>
      {session.segments.map((segment, index) => (
        <SegmentSet
          key={segment.id}
          segment={segment}
          number={index + 1}
          session={session}
          current={current}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
};

type SetProps = StripProps & { readonly segment: ScanSegment; readonly number: number };

const SegmentSet = ({ segment, number, session, current, onChoose }: SetProps) => {
  const pages = pagesOfSegment(session, segment);
  return (
    <section className={`set ${pages.length === 1 ? 'single' : ''}`} style={{ '--n': pages.length } as CSSProperties}>
      <SegmentHead segment={segment} number={number} />
      <ol>
        {pages.map((page) => (
          <Thumb key={page.id} page={page} sessionId={session.id} current={page.id === current} onChoose={onChoose} />
        ))}
      </ol>
    </section>
  );
};

const SegmentHead = ({ segment, number }: Pick<SetProps, 'segment' | 'number'>) => {
  const t = useText();
  const { dossier } = segment;
  const whose = isUnresolved(segment) ? t('stack.unknown') : t('stack.nothing');
  const title = dossier ? `${codeParts(dossier.code)[1]} · ${dossier.applicantName}` : whose;
  return (
    <h2 title={title} className={isUnresolved(segment) ? 'open' : ''}>
      <b>
        {isUnresolved(segment) && <I of={TriangleAlert} />}
        {number}. {title}
      </b>
    </h2>
  );
};
