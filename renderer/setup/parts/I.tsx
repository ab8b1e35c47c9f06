import type { LucideIcon } from 'lucide-react';

/** An icon beside its word: never alone, so hidden from readers. Size and stroke come from the style sheet. */
export const I = ({ of: Icon, small = false }: { readonly of: LucideIcon; readonly small?: boolean }) => (
  <Icon className={small ? 'i s' : 'i'} aria-hidden="true" />
);
