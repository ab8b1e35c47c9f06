/**
 * Whether PostgreSQL can hold every string inside a value as it is. JSON may carry U+0000, which `text` and `jsonb`
 * refuse, and lone surrogates, which would be turned into U+FFFD in silence: both are refused before they get there.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  return typeof value === 'object' && value !== null ? Object.values(value).every(isStorable) : true;
}
