import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ScanSegment, ScanSession, SegmentIssue } from '../../../domain/scan-session.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { isSerious, isUnresolved } from './stack-view.ts';

type ListProps = {
  readonly session: ScanSession;
  readonly current: ScanSegment | undefined;
  readonly onChoose: (segment: ScanSegment) => void;
};

/** The dossiers of the stack in a column: code, name, pages, and in words what is doubtful. */
export const SegmentList = ({ session, current, onChoose }: ListProps) => {
  const list = useRef<HTMLOListElement>(null);
  const id = current?.id;
  useEffect(() => {
    list.current?.querySelector(`[data-segment="${id ?? ''}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  return (
    <ol className="segments" ref={list}>
      {session.segments.map((segment, index) => (
        <li
          key={segment.id}
          data-segment={segment.id}
          className={segment.id === id ? 'sel' : ''}
          aria-current={segment.id === id || undefined}
        >
          <button type="button" tabIndex={-1} onClick={() => onChoose(segment)}>
            <span className="no">{index + 1}</span>
            <SegmentWords segment={segment} />
          </button>
        </li>
      ))}
    </ol>
  );
};

/** Also in the question before attaching: what is confirmed is what was seen. */
export const SegmentWords = ({ segment }: { readonly segment: ScanSegment }) => {
  const t = useText();
  const { dossier, from, to, kept, by } = segment;
  return (
    <span className="words">
      <span className="who">
        {dossier ? <DossierCode code={dossier.code} /> : <Nobody segment={segment} />}
        <span className="muted">{from === to ? t('stack.page', { from }) : t('stack.pages', { from, to })}</span>
      </span>
      {dossier && (
        <span className="name" title={dossier.applicantName}>
          {dossier.applicantName}
          <span className="muted"> · {dossier.procedureShort}</span>
        </span>
      )}
      <span className="state">
        <span className="muted">
          {t('stack.keptOnly', { kept })}
          {by === 'officer' && ` · ${t('stack.byOfficer')}`}
        </span>
        {kept > 0 && <Issues segment={segment} />}
      </span>
    </span>
  );
};

/** A part without a page to attach, such as a last separator sheet, asks for nothing. */
const Nobody = ({ segment }: { readonly segment: ScanSegment }) => {
  const t = useText();
  return isUnresolved(segment) ? <b className="warn">{t('stack.unknown')}</b> : <span>{t('stack.nothing')}</span>;
};

const Issues = ({ segment }: { readonly segment: ScanSegment }) => {
  const t = useText();
  const { issues, codes } = segment;
  if (issues.length === 0)
    return (
      <span className="okc">
        {t('stack.ok')} <I of={CircleCheck} />
      </span>
    );
  const word = (issue: SegmentIssue) => t(`stack.issue.${issue}`, { code: codes.join(', ') });
  return (
    <span className={issues.some(isSerious) ? 'warn' : 'note'}>
      <I of={TriangleAlert} /> {issues.map(word).join('; ')}
    </span>
  );
};
