import { describe, expect, it } from 'vitest';
import type { EffectiveSetting } from '../../domain/effective-setting.ts';
import { failingAt, NOW, open } from './catalogue-store.ts';

const came = { source: 'file', at: NOW, who: 'Kỹ thuật viên mẫu' } as const;
const off = (id: string, from = '2026-11-27'): EffectiveSetting => ({
  ...{ id, decision: '', reason: 'mẫu', madeAt: NOW, madeBy: 'Cán bộ mẫu' },
  ...{ key: 'day', from, value: { kind: 'off' } },
});

describe('decided settings', () => {
  it('are kept in the order in which they came, each once', () => {
    const { store, again } = open();
    expect(store.effectiveSettings.add([off('a'), off('b')], came)).toHaveLength(2);
    expect(store.effectiveSettings.newAmong([off('b'), off('c')])).toEqual([off('c')]);
    expect(store.effectiveSettings.add([off('b'), off('c')], came)).toEqual([off('c')]);
    const kept = again().store.effectiveSettings.all();
    expect(kept.map(({ setting }) => setting)).toEqual([off('a'), off('b'), off('c')]);
    expect(kept[0]).toMatchObject({ cameAt: NOW, source: 'file' });
    expect(store.audit.verify()).toMatchObject({ ok: true });
  });

  it('are not changed under a known id, and a file with one such brings nothing', () => {
    const { store } = open();
    store.effectiveSettings.add([off('a')], came);
    expect(() => store.effectiveSettings.add([off('b'), off('a', '2026-12-01')], came)).toThrow('MC-SET-03');
    expect(store.effectiveSettings.all()).toHaveLength(1);
  });

  it('are all there or not at all when the program dies on the way', () => {
    const { store, db, again } = open();
    const gone = failingAt(db, 'effective_settings', 2);
    expect(() => store.effectiveSettings.add([off('a'), off('b')], came)).toThrow('the disk went away');
    gone.remove();
    expect(again().store.effectiveSettings.all()).toEqual([]);
  });
});
