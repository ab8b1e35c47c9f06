import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Procedure } from '../../../domain/catalogue.ts';
import { I } from '../parts/I.tsx';
import type { IntakeControl } from './use-intake.ts';

export type StepPart = {
  readonly intake: IntakeControl;
  readonly procedure: Procedure | undefined;
  readonly current: number;
};

type StepProps = {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly current: boolean;
  readonly head?: ReactNode;
  /** The finished step in one line, for low screens. */
  readonly brief?: ReactNode;
  /** Half: low screens keep the body and lose only its sentence. */
  readonly half?: boolean;
  /** Enter in a field of this step goes to the next field instead of pressing the one filled button. */
  readonly keepsEnter?: boolean;
  readonly children: ReactNode;
};

/** One step: number or tick in the gutter, its name, its fields. A finished one folds to a line where room is short. */
export const Step = ({
  number,
  title,
  done,
  current,
  head,
  brief,
  half = false,
  keepsEnter = false,
  children,
}: StepProps) => (
  <li
    className={stepClass(done, current, half)}
    aria-current={current ? 'step' : undefined}
    data-step={number}
    data-own-keys={keepsEnter ? 'Enter' : undefined}
  >
    <i className="mark">{done && !current ? <I of={Check} /> : number}</i>
    <div className="s-head">
      <h2>
        {number}. {title}
      </h2>
      {head}
      {brief && !current && <span className="brief">{brief}</span>}
    </div>
    <div className="s-body">{children}</div>
  </li>
);

const stepClass = (done: boolean, current: boolean, half: boolean): string => {
  if (current) return 'now';
  return done ? `done ${half ? 'half' : 'fold'}` : 'ahead';
};
