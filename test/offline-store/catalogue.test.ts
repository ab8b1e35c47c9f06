import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProcedure } from '../../domain/catalogue.ts';
import type { CatalogueStore } from '../../offline-store/catalogue-contract.ts';
import { createCatalogue, takeProgramCatalogue } from '../../station/catalogue.ts';
import { BIRTH, changing, EXTRACT, longCatalogue, PROVINCE, version } from '../catalogue.ts';
import { demo } from '../domain/samples.ts';
import { DAY, failingAt, NOW, open } from './catalogue-store.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const came = { source: 'file', at: NOW, who: 'Kỹ thuật viên mẫu' } as const;
const idAt = (store: CatalogueStore, at: number) => store.inEffect(at)?.head.id;
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not there');
  return value;
};

describe('versions of the catalogue', () => {
  it('are given back as they were taken in', () => {
    const { catalogue } = open().store;
    expect(catalogue.add(demo, came)).toBe(true);
    const stored = known(catalogue.byId(demo.id));
    const { procedures, ...head } = demo;
    expect(stored).toMatchObject({ head, cameAt: NOW, source: 'file' });
    expect(catalogue.procedures(stored)).toEqual(procedures);
    expect(catalogue.procedure(stored, BIRTH)).toEqual(findProcedure(demo, BIRTH));
    expect(catalogue.procedure(stored, '9.999999')).toBeUndefined();
    expect(catalogue.size(stored)).toBe(procedures.length);
  });

  it('take effect at midnight of their day in Việt Nam, the later one over the earlier', () => {
    const { catalogue } = open().store;
    // Announced in another order than they take effect in, as happens.
    for (const [id, from] of [
      ['b', '2026-12-01'],
      ['a', '2026-01-01'],
      ['c', '2027-01-01'],
    ] as const)
      catalogue.add(version(id, from), came);
    const midnight = Date.UTC(2026, 10, 30, 17);
    expect(idAt(catalogue, midnight - 1)).toBe('a');
    expect(idAt(catalogue, midnight)).toBe('b');
    expect(idAt(catalogue, Date.UTC(2027, 5, 1))).toBe('c');
    expect(idAt(catalogue, Date.UTC(2020, 0, 1))).toBe('a');
    expect(catalogue.nextAfter(midnight)).toBe('2027-01-01');
    expect(catalogue.nextAfter(Date.UTC(2027, 5, 1))).toBeUndefined();
    expect(catalogue.versions().map(({ head }) => head.id)).toEqual(['c', 'b', 'a']);
  });

  it('of one day: the one that came last counts', () => {
    const { catalogue } = open().store;
    for (const id of ['first', 'corrected']) catalogue.add(version(id, '2026-01-01'), came);
    expect(idAt(catalogue, NOW)).toBe('corrected');
  });

  it('come twice without harm, and never change under the same id', () => {
    const { store } = open();
    const changed = version('a', '2026-01-01', changing(EXTRACT, { fee: { kind: 'none' } }));
    store.catalogue.add(version('a', '2026-01-01'), came);
    // The same content, its fields written in another order.
    const reordered = JSON.parse(JSON.stringify(version('a', '2026-01-01')));
    const { id, ...rest } = reordered;
    expect(store.catalogue.add({ ...rest, id }, came)).toBe(false);
    expect(() => store.catalogue.add(changed, came)).toThrow('MC-CAT-03');
    expect(() => store.catalogue.isNew(changed)).toThrow('MC-CAT-03');
    expect(store.catalogue.isNew(version('b', '2026-01-01'))).toBe(true);
    expect(store.catalogue.versions()).toHaveLength(1);
    expect(store.audit.verify()).toMatchObject({ ok: true });
  });

  it('that are refused leave nothing behind', () => {
    const { store, db } = open();
    const bad = { ...demo, id: 'xau', procedures: [...demo.procedures, { ...demo.procedures[0], code: 'x' }] };
    expect(() => store.catalogue.add(bad as never, came)).toThrow();
    for (const table of ['catalogue_versions', 'procedures', 'catalogue_entries'])
      expect(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 });
  });

  it('share the procedures that they have alike', () => {
    const { store, db } = open();
    store.catalogue.add(longCatalogue('mot'), came);
    store.catalogue.add(longCatalogue('hai', '2026-06-01', PROVINCE - 1), came);
    store.catalogue.add({ ...longCatalogue('ba', '2026-07-01'), name: 'Tên khác' }, came);
    expect(db.prepare('SELECT count(*) AS rows FROM procedures').get()).toEqual({ rows: PROVINCE });
    const [three, two] = store.catalogue.versions();
    expect(store.catalogue.size(known(three))).toBe(PROVINCE);
    expect(store.catalogue.size(known(two))).toBe(PROVINCE - 1);
    expect(store.catalogue.lines(known(two)).at(-1)?.code).toBe('9.002104');
  });

  it('are all there or not at all when the program dies on the way', () => {
    const { store, db, again } = open();
    const entries = failingAt(db, 'catalogue_entries', 20);
    expect(() => store.catalogue.add(demo, came)).toThrow('the disk went away');
    entries.remove();
    const after = again().store.catalogue;
    expect(after.versions()).toEqual([]);
    expect(after.add(demo, came)).toBe(true);
  });
});

describe('the catalogue of the desk', () => {
  const desk = () => {
    const { store } = open();
    let now = NOW;
    const at = (instant: number): void => {
      now = instant;
    };
    const catalogue = createCatalogue(store.catalogue, () => now);
    return { store, catalogue, at };
  };

  it('is the version in effect at each moment, without anything being restarted', () => {
    const { store, catalogue, at } = desk();
    expect(() => catalogue.head()).toThrow('MC-CAT-04');
    store.catalogue.add(version('cu', '2026-01-01'), came);
    store.catalogue.add(version('moi', '2026-11-25', changing(BIRTH, { name: 'Tên mới' })), came);
    expect(catalogue.get(BIRTH).name).toBe('Đăng ký khai sinh');
    at(NOW + DAY);
    expect(catalogue.get(BIRTH).name).toBe('Tên mới');
    // The clock was set back: what counts then counts again.
    at(NOW);
    expect(catalogue.head().id).toBe('cu');
    store.catalogue.add(version('gap', '2026-11-24'), came);
    catalogue.changed();
    expect(catalogue.announced(BIRTH)?.version).toBe('gap');
  });

  it('reads a dossier by the version that it was taken in by, also once that procedure is struck off', () => {
    const { store, catalogue, at } = desk();
    store.catalogue.add(version('cu', '2026-01-01'), came);
    const without = version('moi', '2026-11-24', (one) => (one.code === EXTRACT ? undefined : one));
    store.catalogue.add(without, came);
    at(NOW + 9 * DAY);
    const dossier = { procedureCode: `${EXTRACT}.000.00.00.H57`, receivedAt: NOW };
    expect(catalogue.find(EXTRACT)).toBeUndefined();
    expect(() => catalogue.get(EXTRACT)).toThrow('MC-DOS-06');
    expect(catalogue.ofDossier({ ...dossier, catalogueVersion: 'cu' })?.procedure.code).toBe(EXTRACT);
    expect(catalogue.ofDossier({ ...dossier, catalogueVersion: 'cu' })?.field?.letter).toBe('A');
    // Without a version, or with one that is not known here: by its day.
    expect(catalogue.ofDossier({ ...dossier, catalogueVersion: 'la' })).toBeUndefined();
    expect(catalogue.ofDossier({ ...dossier, receivedAt: NOW - DAY })?.procedure.code).toBe(EXTRACT);
  });

  it('of a new store is the program’s, taken in once', () => {
    const { store, catalogue } = desk();
    for (const at of [NOW, NOW + DAY]) takeProgramCatalogue(store.catalogue, ASSETS, at);
    expect(store.catalogue.versions()).toMatchObject([{ source: 'program', cameAt: NOW, head: { id: demo.id } }]);
    expect(catalogue.get(BIRTH)).toEqual(findProcedure(demo, BIRTH));
  });

  it('finds as domain/ does', () => {
    const { store, catalogue } = desk();
    store.catalogue.add(demo, came);
    const codes = (text: string, letter?: string) => catalogue.search({ text, letter }).map(({ code }) => code);
    expect(codes('khai sinh')).toEqual(['1.001193', '1.000689', '1.004772', '1.004884']);
    expect(codes('marriage')).toContain('1.000894');
    expect(codes('2.0008')).toEqual(['2.000815', '2.000884']);
    expect(codes('chung thuc')).toContain('2.001019');
    expect(codes('xyz')).toEqual([]);
    expect(codes('')).toEqual(demo.procedures.map(({ code }) => code));
    expect(codes('', 'B').length).toBe(catalogue.counts().get('chung-thuc'));
    expect(catalogue.search({ text: '', limit: 3 })).toHaveLength(3);
  });

  it('with 2,106 procedures looks one up by its code and finds by words', () => {
    const { store, catalogue } = desk();
    store.catalogue.add(longCatalogue(), came);
    expect(catalogue.get('9.002105').name).toContain('thủ tục mẫu số 2106');
    expect(catalogue.search({ text: 'mau so 2106' }).map(({ code }) => code)).toEqual(['9.002105']);
    // More than are kept in memory at once.
    expect(catalogue.search({ text: 'thu tuc mau' })).toHaveLength(PROVINCE);
    expect([...catalogue.counts().values()].reduce((sum, count) => sum + count, 0)).toBe(PROVINCE);
  });
});
