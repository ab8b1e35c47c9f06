import type { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';

/** A request's value by its schema; `MC-API-03` when it is not of that shape. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new MotcuaError('MC-API-03');
  return result.data;
}

/** MC-API-05 where there is none. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new MotcuaError('MC-API-05');
  return value;
}
