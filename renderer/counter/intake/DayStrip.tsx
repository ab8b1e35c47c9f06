import type { DueExplanation } from '../../../domain/deadline.ts';
import { localDate, localTime } from '../../../domain/local-time.ts';
import { useText } from '../text.ts';
import { dayLine, type Span } from './day-line.ts';

const percent = (value: number): string => `${value.toFixed(2)}%`;
const span = ({ from, to }: Span) => ({ left: percent(from), width: percent(to - from) });
const at = (value: number) => ({ left: percent(value) });

type DayStripProps = {
  readonly openings: readonly (readonly [string, string])[];
  readonly explanation: DueExplanation;
};

/** The day as a line: opening hours, when it was received, the cut-off, when it is due. Only for the same day. */
export const DayStrip = ({ openings, explanation }: DayStripProps) => {
  const t = useText();
  const { receivedAt, dueAt } = explanation;
  if (localDate(receivedAt) !== localDate(dueAt)) return null;
  const received = localTime(receivedAt);
  const due = localTime(dueAt);
  const cut = 'cutoff' in explanation ? explanation.cutoff : undefined;
  const line = dayLine(openings, received, due, cut);
  if (!line) return null;
  const hours = openings.map(([from, to]) => `${from}–${to}`).join(', ');
  const near = line.due - line.received < 14;
  return (
    <div className="day" role="img" aria-label={t('intake.dayStrip', { received, due, hours })}>
      {line.open.map((each) => (
        <span key={each.from} className="open" style={span(each)} />
      ))}
      {line.run.map((each) => (
        <span key={each.from} className="run" style={span(each)} />
      ))}
      {line.cut !== undefined && <span className="cut" style={at(line.cut)} />}
      <span className="dot" style={at(line.received)} />
      <span className="dot end" style={at(line.due)} />
      {!near && (
        <b className="up r" style={at(line.received)}>
          {t('intake.received', { at: received })}
        </b>
      )}
      <b className="up r" style={at(line.due)}>
        {t('intake.before', { at: due })}
      </b>
      {line.hours.map((hour) => (
        <em key={hour.text} className={hour.side} style={at(hour.at)}>
          {hour.text}
        </em>
      ))}
      {line.cut !== undefined && cut && <em style={at(line.cut)}>{t('intake.cut', { at: cut })}</em>}
    </div>
  );
};
