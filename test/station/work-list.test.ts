import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { createCatalogue, loadCalendar } from '../../station/catalogue.ts';
import { rowOf, workListOf } from '../../station/services/dossier-view.ts';
import { BIRTH, version } from '../catalogue.ts';
import { statementsIn } from '../offline-store/counted.ts';
import { actor, commit, freshStore, intake, MINUTE, NOW, nextId } from '../offline-store/helpers.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const UNKNOWN = '9.999999';

const officeOf = (store: OfficeStore) => ({
  store,
  catalogue: createCatalogue(store.catalogue, () => NOW),
  calendar: loadCalendar(ASSETS),
  clock: { corrected: () => NOW + MINUTE },
});

/** Two prints, a page of two scanned, not sent yet. */
const receive = (store: OfficeStore, procedureCode: string): string => {
  const print = (document: 'receipt' | 'slip') => ({ id: nextId(), document, printerId: 'may-in', copies: 1 });
  const papers = [{ name: 'Tờ khai', kind: 'original', pages: 2, copies: 1 }] as const;
  const { received } = store.receiveDossier(
    commit({ intake: intake({ procedureCode, papers }), prints: [print('receipt'), print('slip')] }),
    actor(),
  );
  const paper = { title: 'Tờ khai', sha256: 'a'.repeat(64), pages: 1, bytes: 1_000 };
  store.attachDocument({ id: nextId(), dossierId: received.id, ...paper }, actor());
  return received.id;
};

const officeWith = (count: number) => {
  const store = freshStore();
  store.catalogue.add(version('mau', '2026-01-01'), { source: 'file', at: NOW, who: 'Kỹ thuật viên mẫu' });
  // Every second one of a procedure that is in no catalogue here.
  const ids = Array.from({ length: count }, (_, index) => receive(store, index % 2 === 0 ? BIRTH : UNKNOWN));
  return { ...officeOf(store), ids };
};

const statementsOfList = (count: number): number => {
  const office = officeWith(count);
  workListOf(office, undefined);
  return statementsIn(() => expect(workListOf(office, undefined).total).toBe(count)).length;
};

describe('the work list', () => {
  it('takes as many statements for forty dossiers as for two', () => {
    expect(statementsOfList(2)).toBeGreaterThan(0);
    expect(statementsOfList(40)).toBe(statementsOfList(2));
  });

  it('says of each what its own prints and papers say', () => {
    const office = officeWith(4);
    const [first = '', second = ''] = office.ids;
    const { prints } = office.store;
    const [receipt, slip] = prints.ofDossier(first);
    prints.update(receipt?.id ?? '', { state: 'printed' }, NOW, 'may-in');
    prints.update(slip?.id ?? '', { state: 'uncertain' }, NOW, 'may-in');
    const [other] = prints.ofDossier(second);
    prints.update(other?.id ?? '', { state: 'waiting', code: 'MC-PRN-01' }, NOW, 'may-in');
    const groups = workListOf(office, undefined).groups.map(
      ({ key, rows }) => [key, rows.map(({ id }) => id)] as const,
    );
    expect(Object.fromEntries(groups)).toEqual({
      'print-uncertain': [first],
      'scan-incomplete': office.ids.slice(1),
    });
    const rows = workListOf(office, undefined).groups.flatMap((group) => group.rows);
    expect(rows.find(({ id }) => id === second)?.note).toMatchObject({ key: 'note.print-waiting' });
    expect(rows.every(({ unsent }) => unsent)).toBe(true);
  });

  it('shows rows of a search at as many statements', () => {
    const office = officeWith(6);
    const shown = (limit: number): number =>
      statementsIn(() => {
        const { dossiers } = office.store.dossiers.search('nguyen', limit);
        expect(dossiers.map((dossier) => rowOf(office, dossier))).toHaveLength(limit);
      }).length;
    shown(6);
    expect(shown(6)).toBe(shown(2));
  });
});
