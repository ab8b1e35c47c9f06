/** The report as a person reads it: broken promises first, each with what was seen and where it is explained. */
import type { ConformanceReport, Finding } from './run.ts';

const MARKS = { kept: 'kept    ', broken: 'BROKEN  ', 'left-out': 'left out' } as const;

export const lineOf = ({ verdict, id, promise, seen }: Finding): string =>
  `${MARKS[verdict]}  ${id.padEnd(26)} ${promise}${seen === '' ? '' : `\n${' '.repeat(38)}→ ${seen}`}`;

export function asMarkdown({ url, at, kept, broken, leftOut, findings }: ConformanceReport): string {
  const verdict = broken === 0 ? 'keeps every point that was looked at' : `breaks ${broken} of ${kept + broken} points`;
  return [
    `# Conformance of ${url}`,
    `${at}: the portal ${verdict}; ${leftOut} left out.`,
    ...(broken === 0 ? [] : ['## Broken', ...findings.filter(is('broken')).map(broken_)]),
    ...(leftOut === 0 ? [] : ['## Left out', ...findings.filter(is('left-out')).map(item)]),
    '## Kept',
    ...findings.filter(is('kept')).map(item),
    'Each point is explained in docs/guides/portal-vendor.md, in the section named.',
    '',
  ].join('\n\n');
}

const is =
  (verdict: Finding['verdict']) =>
  (finding: Finding): boolean =>
    finding.verdict === verdict;

const item = ({ id, promise, section, seen }: Finding): string =>
  `- **${id}** ${promise} (${section})${seen === '' ? '' : ` – ${seen}`}`;

const broken_ = (finding: Finding): string => `${item({ ...finding, seen: '' })}\n  - seen: ${finding.seen}`;
