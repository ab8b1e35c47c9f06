import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseCalendar, type WorkingCalendar } from '../../domain/calendar.ts';
import { type Catalogue, parseCatalogue } from '../../domain/catalogue.ts';

/** The data that ships, and generators the tests of domain/ share. */

export const hue: WorkingCalendar = loadCalendar();
export const demo: Catalogue = loadCatalogue();

/** Any millisecond of 2019 to 2026, day or night. */
export const instants = fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2026, 11, 1) });

/** Text as scanners and people may send it: any characters, marks, separators, and now and then a very long one. */
export const anyText = fc.oneof(
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 10, arbitrary: fc.string({ unit: fc.constantFrom(...'H57.23-15|MCT:1 0\r\n–aĐữ\u0301'), maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('x', '|', '-', ' ', '.1', 'ữ', 'MC1:')
      .map((part) => part.repeat(Math.ceil(1_048_576 / part.length))),
  },
);

function loadCalendar(): WorkingCalendar {
  const result = parseCalendar(asset('calendar/thua-thien-hue.json'));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

function loadCatalogue(): Catalogue {
  const result = parseCatalogue(asset('catalogue/demo.json'));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

function asset(path: string): string {
  return readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8');
}
