import { z } from 'zod';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Procedure codes of the national database: `d.dddddd`, sometimes written with the agency behind (`1.001193.000.00.00.H57`). */

const MAX_RAW = 64;
const CODE = /^(\d\.\d{6})(?:(?:\.\d{2,3}){0,3}\.[A-Z]\d{2})?$/;

export const procedureCodeSchema = z.string().regex(/^\d\.\d{6}$/);
export type ProcedureCode = z.infer<typeof procedureCodeSchema>;

/** The code without what stands behind it. `MC-SCN-01`: not a procedure's code. */
export function parseProcedureCode(text: string): Parsed<ProcedureCode, 'MC-SCN-01'> {
  if (text.length > MAX_RAW) return refused('MC-SCN-01');
  const code = CODE.exec(text.normalize('NFKC').replace(/\s+/g, '').toUpperCase())?.[1];
  return code === undefined ? refused('MC-SCN-01') : parsed(code);
}

export function sameProcedureCode(a: string, b: string): boolean {
  const first = parseProcedureCode(a);
  const second = parseProcedureCode(b);
  return first.ok && second.ok && first.value === second.value;
}
