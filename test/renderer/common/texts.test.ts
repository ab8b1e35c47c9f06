import { describe, expect, test } from 'vitest';
import { dueExplanationSchema } from '../../../domain/deadline.ts';
import { printDocumentSchema } from '../../../domain/device.ts';
import { dossierActionSchema } from '../../../domain/dossier-actions.ts';
import { commonEn } from '../../../renderer/common/texts/en.ts';
import { commonVi } from '../../../renderer/common/texts/vi.ts';
import { leaves, placeholders } from './leaves.ts';

const vi = leaves(commonVi);
const en = leaves(commonEn);

describe('texts that all windows share', () => {
  test('both languages have the same keys', () => {
    expect([...en.keys()].filter((key) => !key.endsWith('_one')).sort()).toEqual([...vi.keys()].sort());
  });
  test('are NFC and not empty', () => {
    for (const [key, text] of [...vi, ...en]) expect(text.normalize('NFC') === text && text !== '', key).toBe(true);
  });
  test('gate texts use the same values in both languages', () => {
    for (const [key, text] of vi)
      if (key.startsWith('gate.')) expect(placeholders(en.get(key)), key).toEqual(placeholders(text));
  });
});

describe('what the station explains has words', () => {
  const explained = (key: string) => vi.has(`explain.${key}`) && en.has(`explain.${key}`);
  test('every due time', () => {
    for (const option of dueExplanationSchema.options) expect(explained(option.unwrap().shape.key.value)).toBe(true);
  });
  test('every step of a history', () => {
    for (const action of dossierActionSchema.options) expect(explained(`history.${action}`), action).toBe(true);
    for (const document of printDocumentSchema.options)
      expect(explained(`history.print-${document}`), document).toBe(true);
  });
});
