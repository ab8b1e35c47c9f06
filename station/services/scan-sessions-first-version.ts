/** Batches that version 0.1.0 left unattached: their one `session.json` becomes lines, their pictures stay where they are. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { instantSchema, uuid7Schema } from '../../domain/ids.ts';
import { pageRotationSchema } from '../../domain/scan-session.ts';
import { OPEN_LOG } from '../../offline-store/page-files.ts';
import type { ScanEntry } from './scan-sessions-facts.ts';
import { flushFolderSync } from './scan-sessions-log.ts';

/** That version scanned everything at this resolution, onto A4. */
const A4_AT_300 = { widthPx: 2480, heightPx: 3508, dpi: 300 } as const;

const firstVersionSchema = z.object({
  id: uuid7Schema,
  dossierId: uuid7Schema,
  state: z.enum(['scanning', 'ended', 'attached', 'discarded']),
  sheets: z.number().int(),
  startedAt: instantSchema,
  endedAt: instantSchema.optional(),
  code: z.string().max(20).optional(),
  pages: z.array(
    z.object({
      id: uuid7Schema,
      number: z.number().int().min(1),
      bytes: z.number().int(),
      blank: z.boolean(),
      dropped: z.boolean(),
      rotation: pageRotationSchema,
      paper: z.number().int().min(-1),
    }),
  ),
});
type FirstVersion = z.infer<typeof firstVersionSchema>;

/** Whole or not at all: the lines are renamed into their place. Attached batches are left as they are. */
export function bringForward(dir: string): void {
  const file = join(dir, 'session.json');
  if (!existsSync(file) || existsSync(join(dir, OPEN_LOG))) return;
  const session = firstVersionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (session.state === 'attached' || session.state === 'discarded') return;
  const lines = entriesOf(session).map((entry) => `${JSON.stringify(entry)}\n`);
  writeFileSync(join(dir, `${OPEN_LOG}.new`), lines.join(''), { flush: true });
  renameSync(join(dir, `${OPEN_LOG}.new`), join(dir, OPEN_LOG));
  flushFolderSync(dir);
}

function entriesOf({ id, dossierId, startedAt, endedAt, sheets, code, pages }: FirstVersion): readonly ScanEntry[] {
  return [
    { what: 'begun', id, at: startedAt, dossierId },
    { what: 'feeding', at: startedAt, source: 'feeder' },
    ...pages.flatMap(entriesOfPage),
    { what: 'ended', at: endedAt ?? startedAt, sheets, sides: sheets, ...(code !== undefined && { code }) },
  ];
}

function entriesOfPage(page: FirstVersion['pages'][number]): readonly ScanEntry[] {
  const { id, number, bytes, blank, dropped, rotation, paper } = page;
  const picture = {
    file: `${id}.jpg`,
    format: 'jpeg',
    bytes,
    ...A4_AT_300,
    blank,
    turned: 0,
    skew: 0,
    marks: [],
  } as const;
  return [
    { what: 'taken', page: { id, number, sheet: number, dpi: A4_AT_300.dpi, raw: `${id}.png` } },
    { what: 'ready', id, picture },
    { what: 'changed', id, change: { dropped, rotation, paper } },
  ];
}
