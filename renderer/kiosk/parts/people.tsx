/** Two people the icon set does not have, in its manner: 24 units, stroke 2. Made for motcua. */
import type { ComponentType, ReactNode } from 'react';

export type PersonIcon = ComponentType<{
  readonly className: string;
  readonly strokeWidth: number;
  readonly 'aria-hidden': boolean;
}>;

const Person = ({
  className,
  strokeWidth,
  children,
}: {
  readonly className: string;
  readonly strokeWidth: number;
  readonly children: ReactNode;
}) => (
  <svg
    className={className}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={strokeWidth}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

/** Leaning on a stick. */
export const Elderly: PersonIcon = ({ className, strokeWidth }) => (
  <Person className={className} strokeWidth={strokeWidth}>
    <circle cx="11" cy="4" r="2" />
    <path d="M7 22l2.5-7" />
    <path d="M13 22v-5l-3.5-3 .8-5.2" />
    <path d="M7 13V10.5l3.3-1.7 2.2 3.2 3 1" />
    <path d="M18 12v10" />
  </Person>
);

/** Seen from the side. */
export const Pregnant: PersonIcon = ({ className, strokeWidth }) => (
  <Person className={className} strokeWidth={strokeWidth}>
    <circle cx="11" cy="4" r="2" />
    <path d="M9.5 22v-6" />
    <path d="M8 16V11a2.5 2.5 0 0 1 2.5-2.5c1.6 0 2.2 1 2.5 2.3 2 .6 3.2 1.8 3.2 3.2s-1.2 2-3.2 2z" />
    <path d="M12.5 22v-6" />
  </Person>
);
