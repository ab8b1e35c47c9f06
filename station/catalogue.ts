/** The catalogue and the calendar as files: read once at start, checked, refused with a clear sentence when unusable. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCalendar, type WorkingCalendar } from '../domain/calendar.ts';
import { type Catalogue as CatalogueData, findProcedure, type Procedure, parseCatalogue } from '../domain/catalogue.ts';
import { MotcuaError } from '../domain/errors.ts';

export interface Catalogue {
  readonly data: CatalogueData;
  /** MC-DOS-06 when it is not listed. */
  get(code: string): Procedure;
}

export function loadCatalogue(assets: string): Catalogue {
  const read = parseCatalogue(readFileSync(join(assets, 'catalogue', 'demo.json'), 'utf8'));
  if (!read.ok) throw new MotcuaError(read.code);
  return {
    data: read.value,
    get: (code) => {
      const procedure = findProcedure(read.value, code);
      if (!procedure) throw new MotcuaError('MC-DOS-06');
      return procedure;
    },
  };
}

export function loadCalendar(assets: string): WorkingCalendar {
  const read = parseCalendar(readFileSync(join(assets, 'calendar', 'thua-thien-hue.json'), 'utf8'));
  if (!read.ok) throw new MotcuaError(read.code);
  return read.value;
}
