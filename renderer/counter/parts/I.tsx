import type { LucideIcon } from 'lucide-react';

/** An icon beside its word: never alone, so hidden from readers. Size and stroke come from the style sheet. */
export const I = ({ of: Icon, className = '' }: { readonly of: LucideIcon; readonly className?: string }) => (
  <Icon className={`i ${className}`} aria-hidden="true" />
);
