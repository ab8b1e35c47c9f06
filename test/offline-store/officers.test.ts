import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Officer } from '../../domain/officer.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { AGENCY, folder, freshStore, KEYS, NOW } from './helpers.ts';

const MAI: Officer = { id: 'cb-1', name: 'Trần Thị Mẫu', title: 'Công chức Một cửa', roles: ['intake'] };
const SON: Officer = {
  id: 'cb-2',
  name: 'Lê Văn Mẫu',
  title: 'Phó Chủ tịch',
  roles: ['leader', 'specialist'],
  until: '2026-11-23',
};
const came = { at: NOW, who: 'portal', source: 'portal' } as const;

describe('the list of officers', () => {
  it('is kept in its order, and replaced whole', () => {
    const { officers } = freshStore();
    expect(officers.all()).toEqual([]);
    expect(officers.replace([SON, MAI], came)).toBe(true);
    expect(officers.all()).toEqual([SON, MAI]);
    expect(officers.replace([MAI], came)).toBe(true);
    expect(officers.all()).toEqual([MAI]);
  });

  it('the same once more is no news, and leaves no entry in the audit', () => {
    const store = freshStore();
    store.officers.replace([MAI, SON], came);
    const { entries } = store.audit.verify();
    expect(store.officers.replace([MAI, SON], came)).toBe(false);
    expect(store.officers.replace([SON, MAI], came)).toBe(true);
    expect(store.audit.verify()).toEqual({ ok: true, entries: entries + 1 });
  });

  it('says since when it is in use, and whose list it is', () => {
    const { officers } = freshStore();
    expect(officers.came()).toBeUndefined();
    officers.replace([MAI], { ...came, source: 'file' });
    expect(officers.came()).toEqual({ at: NOW, source: 'file' });
    officers.replace([MAI], { ...came, at: NOW + 1 });
    expect(officers.came()).toEqual({ at: NOW + 1, source: 'portal' });
    officers.replace([MAI], { ...came, at: NOW + 2, source: 'file' });
    expect(officers.came()).toEqual({ at: NOW + 1, source: 'portal' });
  });

  it('says who works on a day', () => {
    const { officers } = freshStore();
    officers.replace([MAI, SON], came);
    expect(officers.workingOn('2026-11-23').map(({ id }) => id)).toEqual(['cb-1', 'cb-2']);
    expect(officers.workingOn('2026-11-24').map(({ id }) => id)).toEqual(['cb-1']);
  });

  it('a list with a mistake changes nothing', () => {
    const { officers } = freshStore();
    officers.replace([MAI], came);
    expect(() => officers.replace([SON, SON], came)).toThrow();
    expect(officers.all()).toEqual([MAI]);
  });

  it('a public PC keeps nobody', () => {
    const file = join(folder(), 'office.db');
    const store = openOfficeStore({
      file,
      station: 'ki-ot',
      agency: AGENCY,
      now: () => NOW,
      keys: KEYS,
      stores: 'public',
    });
    expect(store.officers.areKept).toBe(false);
    expect(store.officers.replace([MAI], came)).toBe(false);
    expect(store.officers.all()).toEqual([]);
    store.close();
  });
});
