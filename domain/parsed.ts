import type { ErrorCode } from './errors.ts';

/**
 * The answer of every parser in domain/: a value, or a stable code that `domain/errors.ts` turns into a sentence.
 * Parsers never throw on bad input: bad input is the normal case at a counter.
 */
export type Parsed<Value, Code extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: Code };

export function parsed<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refused<Code extends ErrorCode>(code: Code): { readonly ok: false; readonly code: Code } {
  return { ok: false, code };
}
