import { expect, it } from 'vitest';
import type { ReceivedDossier } from '../../domain/dossier.ts';
import { createJustStored } from '../../offline-store/just-stored.ts';
import { remoteDossier } from './helpers.ts';

const dossier = (id: string): ReceivedDossier => {
  const operation = remoteDossier('1001');
  if (operation.type !== 'dossier.received') throw new Error('not a dossier');
  return { ...operation.payload, id };
};

const storedFrom = (first: number, ids: readonly string[]) => {
  const stored = createJustStored();
  for (const [index, id] of ids.entries()) stored.keep(first + index, dossier(id));
  return stored;
};

const idsAfter = (stored: ReturnType<typeof createJustStored>, number: number, most = 99): readonly string[] =>
  stored.after(number, most).map(({ id }) => id);

it('hands out what follows on a row, so many at most', () => {
  const stored = storedFrom(7, ['a', 'b', 'c']);
  expect(idsAfter(stored, 6)).toEqual(['a', 'b', 'c']);
  expect(idsAfter(stored, 7, 1)).toEqual(['b']);
  expect(idsAfter(stored, 9)).toEqual([]);
  expect([stored.at(6), stored.at(8)?.id, stored.at(10)]).toEqual([undefined, 'b', undefined]);
});

it('hands out nothing behind a gap', () => {
  expect(idsAfter(storedFrom(7, ['a', 'b']), 5)).toEqual([]);
});

it('begins anew where a number does not follow', () => {
  const stored = storedFrom(7, ['a', 'b', 'c']);
  stored.keep(8, dossier('another b'));
  expect(idsAfter(stored, 6)).toEqual([]);
  expect(idsAfter(stored, 7)).toEqual(['another b']);
});

it('goes on behind what was dropped', () => {
  const stored = storedFrom(7, ['a', 'b', 'c']);
  stored.drop(8);
  expect([stored.at(8), stored.at(9)?.id]).toEqual([undefined, 'c']);
  stored.drop(20);
  stored.keep(21, dossier('d'));
  expect(idsAfter(stored, 20)).toEqual(['d']);
  stored.drop(3);
  expect(idsAfter(stored, 20)).toEqual(['d']);
});

it('keeps thousands, not half a million', () => {
  const one = dossier('a');
  const stored = createJustStored();
  for (let number = 1; number <= 12_345; number += 1) stored.keep(number, one);
  expect(stored.after(10_000, 99_999)).toHaveLength(2_345);
  expect(stored.at(10_000)).toBeUndefined();
});

it('keeps of a person only what is looked for', () => {
  const [kept] = storedFrom(1, ['a']).after(0, 1);
  expect(Object.keys(kept?.applicant ?? {}).toSorted()).toEqual(['citizenId', 'name', 'phone']);
});
