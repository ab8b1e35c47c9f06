/** The guest's lines, read back and checked. */
import { z } from 'zod';
import { isCheckName, type RigRecord } from './record.ts';

const at = z.number();
const recordSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('event'), at, what: z.string().max(2000) }),
  z.object({
    is: z.literal('check'),
    at,
    name: z.string().refine(isCheckName),
    ok: z.boolean(),
    seen: z.string().max(4000),
  }),
  z.object({
    is: z.literal('figure'),
    at,
    name: z.string().max(80),
    value: z.number(),
    unit: z.string().max(20),
    aim: z.number().optional(),
  }),
  z.object({ is: z.literal('end'), at }),
]);

/** Lines that are no records (a guest cut off in the middle of a line) are left out; what is missing then shows by itself. */
export function parseRecords(text: string): readonly RigRecord[] {
  return text.split('\n').flatMap((line) => {
    const record = recordSchema.safeParse(jsonOf(line));
    return record.success ? [record.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
