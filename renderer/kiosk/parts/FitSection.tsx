/** A screen that is drawn closer when its words need more room: first the gaps, then the type. Never scrolled. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

const LEVELS = ['', 'close', 'close tight', 'close tight tightest'] as const;
/** Rounding of the browser. */
const SLACK_PX = 2;

type FitProps = {
  readonly className: string;
  /** What the room is measured for: another language, size or content starts anew. */
  readonly of: string;
  readonly children: ReactNode;
};

export const FitSection = ({ className, of, children }: FitProps) => (
  <Measured key={of} className={className}>
    {children}
  </Measured>
);

const Measured = ({ className, children }: Omit<FitProps, 'of'>) => {
  const section = useRef<HTMLElement>(null);
  const [level, setLevel] = useState(0);
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = section.current ?? {};
    if (scrollHeight > clientHeight + SLACK_PX && level < LEVELS.length - 1) setLevel(level + 1);
  }, [level]);
  return (
    <section ref={section} className={`${className} ${LEVELS[level] ?? ''}`}>
      {children}
    </section>
  );
};
