import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../domain/catalogue.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { BIRTH, changing, longCatalogue, version } from '../catalogue.ts';
import { open } from './catalogue-store.ts';
import { statementsIn } from './counted.ts';
import {
  AGENCY,
  actor,
  change,
  commit,
  folder,
  freshStore,
  intake,
  KEYS,
  lease,
  NOW,
  remoteDossier,
  request,
  STATION,
} from './helpers.ts';

const MARRIAGE = '1.000894';
const DEATH = '1.000656';
/** Another series of the national database, the same number. */
const BIRTH_OF_SERIES_2 = '2.001193';

const came = { source: 'file', at: NOW, who: 'Kỹ thuật viên mẫu' } as const;

const receive = (store: OfficeStore, name: string, procedureCode: string, over: { readonly phone?: string } = {}) => {
  const applicant = { ...intake().applicant, name, phone: over.phone ?? '' };
  return store.receiveDossier(commit({ intake: intake({ procedureCode, applicant }) }), actor()).received.id;
};

const officeWith = (...catalogues: readonly Catalogue[]) => {
  const store = freshStore();
  for (const catalogue of catalogues) store.catalogue.add(catalogue, came);
  const find = (text: string) => store.dossiers.search(text, 30);
  const names = (text: string) => find(text).dossiers.map(({ received }) => received.applicant.name);
  return { store, find, names };
};

const filled = () => {
  const office = officeWith(version('mau', '2026-01-01'));
  receive(office.store, 'Trần Thị Lan', BIRTH, { phone: '0905 000 456' });
  receive(office.store, 'Lê Văn Lành', BIRTH);
  receive(office.store, 'Nguyễn Thị Lan', MARRIAGE);
  receive(office.store, 'Phạm Ngọc Mẫu', DEATH);
  receive(office.store, 'Võ Thị Nhầm', BIRTH_OF_SERIES_2);
  return office;
};

describe('by the name of its procedure', () => {
  it('is found, without marks and half-typed, and with it the name or a number of the person', () => {
    const { find, names } = filled();
    for (const [text, expected] of [
      ['khai sinh', ['Lê Văn Lành', 'Trần Thị Lan']],
      ['KHAI SINH', ['Lê Văn Lành', 'Trần Thị Lan']],
      ['đăng ký khai si', ['Lê Văn Lành', 'Trần Thị Lan']],
      ['kết hôn', ['Nguyễn Thị Lan']],
      ['khai sinh lan', ['Trần Thị Lan']],
      ['lan khai sinh', ['Trần Thị Lan']],
      ['khai sinh lành', ['Lê Văn Lành']],
      ['khai sinh lanh', ['Lê Văn Lành']],
      ['thi lan ket hon', ['Nguyễn Thị Lan']],
      ['khai sinh 456', ['Trần Thị Lan']],
      // In one name, not side by side.
      ['dang ky hon', ['Nguyễn Thị Lan']],
      ['birth registration', ['Lê Văn Lành', 'Trần Thị Lan']],
    ] as const) {
      expect(names(text), text).toEqual(expected);
      expect(find(text).near, text).toBe(false);
    }
  });

  it('with one word of it beside a name only as what may be meant', () => {
    const { find, names } = filled();
    expect(names('lan sinh')).toEqual(['Trần Thị Lan']);
    expect(find('lan sinh').near).toBe(true);
  });

  it('finds nobody else’s and nothing else', () => {
    const { find } = filled();
    for (const text of [
      'khai sinh 457',
      'khai sinh mau',
      'ket hon khai tu',
      'sinh khai tu lan',
      '456 khai tu',
      '1.001193 hon',
    ])
      expect(find(text), text).toEqual({ dossiers: [], near: false, indexing: false });
  });

  it('is harmed by no input', () => {
    const { find, names } = filled();
    const odd = [
      'khai sinh"',
      'khai* AND sinh*',
      'khai sinh\0',
      'words : khai sinh',
      '(khai sinh',
      `khai ${'x'.repeat(10_000)}`,
    ];
    for (const text of odd) expect(() => find(text), text).not.toThrow();
    expect(names('"khai" * sinh')).toEqual(['Lê Văn Lành', 'Trần Thị Lan']);
  });
});

describe('names of procedures', () => {
  it('count as they were announced when a dossier came in, whatever they are called now', () => {
    const office = officeWith(
      version('cu', '2025-01-01', changing(BIRTH, { name: 'Ghi vào sổ việc sinh' })),
      version('moi', '2026-01-01', (one) => (one.code === DEATH ? undefined : one)),
    );
    office.store.catalogue.add(version('cu-hon', '2024-01-01'), came);
    receive(office.store, 'Trần Thị Mẫu', BIRTH);
    receive(office.store, 'Lê Văn Mẫu', DEATH);
    expect(office.names('so viec sinh')).toEqual(['Trần Thị Mẫu']);
    expect(office.names('khai sinh')).toEqual(['Trần Thị Mẫu']);
    expect(office.names('khai tu')).toEqual(['Lê Văn Mẫu']);
  });

  it('are known as soon as a version is taken in, and none without one', () => {
    const { store, names, find } = officeWith();
    receive(store, 'Trần Thị Mẫu', BIRTH);
    expect(find('khai sinh')).toEqual({ dossiers: [], near: false, indexing: false });
    expect(names('mau')).toEqual(['Trần Thị Mẫu']);
    store.catalogue.add(
      version('mau', '2026-01-01', (one) => (one.code === BIRTH ? undefined : one)),
      came,
    );
    expect(names('khai sinh')).toEqual([]);
    store.catalogue.add(version('sau', '2026-06-01'), came);
    expect(names('khai sinh')).toEqual(['Trần Thị Mẫu']);
  });
});

describe('where not everything can be told', () => {
  it('finds by the name of a procedure while many dossiers are not in the index yet, and offers nothing in their place', () => {
    const { store, db } = open();
    store.leases.add(lease());
    store.catalogue.add(version('mau', '2026-01-01'), came);
    const id = receive(store, 'Trần Thị Lan', BIRTH);
    expect(store.dossiers.search('lan sinh', 30)).toMatchObject({ near: true, dossiers: [{}] });
    db.exec('UPDATE search_progress SET indexed = -1000');
    expect(store.dossiers.search('khai sinh lan', 30)).toMatchObject({
      indexing: true,
      near: false,
      dossiers: [{ received: { id } }],
    });
    expect(store.dossiers.search('lan sinh', 30)).toEqual({ dossiers: [], near: false, indexing: true });
    db.close();
    store.close();
  });

  it('finds on a public PC, which knows nobody, by the procedure and never by who it was', () => {
    const file = join(folder(), 'office.db');
    const store = openOfficeStore({
      file,
      station: STATION,
      agency: AGENCY,
      now: () => NOW,
      keys: KEYS,
      stores: 'public',
    });
    store.catalogue.add(version('mau', '2026-01-01'), came);
    store.inbox.apply([change(remoteDossier('0007'))], 'c1', NOW);
    expect(store.dossiers.search('tinh trang hon nhan', 30).dossiers).toHaveLength(1);
    expect(store.dossiers.search('0007 tinh trang hon nhan', 30).dossiers).toHaveLength(1);
    for (const text of ['nguyen thi mau', 'mau tinh trang hon nhan'])
      expect(store.dossiers.search(text, 30), text).toEqual({ dossiers: [], near: false, indexing: false });
    store.close();
  });
});

describe('the order beside names', () => {
  const office = (...people: readonly (readonly [name: string, procedure: string])[]) => {
    const { store, names } = officeWith(version('mau', '2026-01-01'));
    for (const [name, procedure] of people) receive(store, name, procedure);
    return names;
  };

  it('a person of that name, then the procedure of that name, then people whose names only begin so', () => {
    const names = office(
      ['Khải Văn Tú', MARRIAGE],
      ['Trần Thị Mẫu', DEATH],
      ['Lê Tuấn Khải', MARRIAGE],
      ['Hồ Thị Mẫu', DEATH],
    );
    expect(names('khai tu')).toEqual(['Khải Văn Tú', 'Hồ Thị Mẫu', 'Trần Thị Mẫu', 'Lê Tuấn Khải']);
  });

  it('for one word, people whose names begin so first', () => {
    const names = office(['Trần Thị Mẫu', BIRTH], ['Khaim Thị Mẫu', MARRIAGE]);
    expect(names('khai')).toEqual(['Khaim Thị Mẫu', 'Trần Thị Mẫu']);
  });

  it('people are not driven out by a procedure of which there are many', () => {
    const names = office(
      ['Lê Tuấn Khải', MARRIAGE],
      ...Array.from({ length: 40 }, () => ['Trần Thị Mẫu', DEATH] as const),
    );
    const found = names('khai tu');
    expect(found).toHaveLength(30);
    expect(found.indexOf('Lê Tuấn Khải')).toBe(10);
  });

  it('who is named as was typed before who has a procedure with such words', () => {
    // "Nhân" may be a name, and stands in "thân nhân".
    const names = office(['Nguyễn Thị Nhân', MARRIAGE], ['Trần Nhân', '1.010833'], ['Trần Thị Mẫu', '1.010833']);
    expect(names('xac nhan than nhan')).toEqual(['Trần Nhân', 'Trần Thị Mẫu']);
  });

  it('what is still open before what is over', () => {
    const { store, find } = officeWith(version('mau', '2026-01-01'));
    const [first, second] = [receive(store, 'Trần Thị Mẫu', BIRTH), receive(store, 'Lê Văn Mẫu', BIRTH)];
    for (const step of ['record-result', 'return-result'] as const) store.act(second, request(step), actor());
    expect(find('khai sinh').dossiers.map(({ received }) => received.id)).toEqual([first, second]);
  });
});

describe('words of very many procedures', () => {
  const asked = (store: OfficeStore, text: string): number =>
    statementsIn(() => store.dossiers.search(text, 30))
      .filter(({ sql }) => sql.includes('MATCH'))
      .map(({ values: [query] }) => String(query).match(/"\d{6}"/g)?.length ?? 0)
      .reduce((sum, one) => sum + one, 0);

  it('find theirs, and ask for no more procedures at once than a catalogue has', () => {
    const { store, names } = officeWith(longCatalogue());
    receive(store, 'Trần Thị Lan', '9.000042');
    receive(store, 'Lê Văn Mẫu', '9.002000');
    receive(store, 'Hồ Thị Mẫu', '9.000013');
    expect(names('dang ky')).toEqual(['Trần Thị Lan']);
    expect(names('thu tuc mau')).toEqual(['Hồ Thị Mẫu', 'Lê Văn Mẫu', 'Trần Thị Lan']);
    expect(names('thu tuc mau so lan')).toEqual(['Trần Thị Lan']);
    expect(asked(store, 'dang ky')).toBeGreaterThan(800);
    for (const text of ['thu tuc mau so', 'thu tuc mau so lan', 'lan thu tuc mau so mau thu tuc', 'tuc thu so mau'])
      expect(asked(store, text), text).toBeLessThanOrEqual(6_000);
  });

  it('are not asked for where names fill the list', () => {
    const { store } = officeWith(longCatalogue());
    for (let n = 0; n < 30; n += 1) receive(store, 'Đặng Văn Mẫu', BIRTH);
    expect(asked(store, 'dang')).toBe(0);
    expect(asked(store, 'dang ky')).toBeGreaterThan(0);
  });
});
