import type { Failure } from './failure.ts';
import { useSay } from './i18n.ts';

/** One sentence a person understands, and the small code for the technician. Nothing when the gate already speaks. */
export const ErrorNotice = ({
  failure,
  className = '',
}: {
  readonly failure: Failure;
  readonly className?: string;
}) => {
  const say = useSay();
  if (!failure.sentence) return null;
  return (
    <p className={`error-notice ${className}`} role="alert">
      <span>{say(failure.sentence)}</span>
      <small>{failure.code}</small>
    </p>
  );
};
