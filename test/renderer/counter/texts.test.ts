import { describe, expect, test } from 'vitest';
import { deviceStateSchema, printDocumentSchema, printStateSchema } from '../../../domain/device.ts';
import { dossierStatusSchema } from '../../../domain/dossier.ts';
import { dossierActionSchema } from '../../../domain/dossier-actions.ts';
import { ERROR_SENTENCES } from '../../../domain/errors.ts';
import { outboxStateSchema } from '../../../domain/operation.ts';
import { workGroupKeySchema } from '../../../domain/views/work.ts';
import { en as english } from '../../../renderer/counter/texts/en.ts';
import { vi as vietnamese } from '../../../renderer/counter/texts/vi.ts';
import { leaves, placeholders } from '../common/leaves.ts';

const vi = leaves(vietnamese);
const en = leaves(english);

describe('the counter’s texts', () => {
  test('have the same keys in both languages', () => {
    expect([...en.keys()].sort()).toEqual([...vi.keys()].sort());
  });
  test('want the same values in both languages', () => {
    for (const [key, text] of vi) expect(placeholders(en.get(key)), key).toEqual(placeholders(text));
  });
  test('are NFC, not empty, and never shout', () => {
    for (const [key, text] of [...vi, ...en])
      expect(text === text.normalize('NFC') && text !== '' && !text.includes('!'), key).toBe(true);
  });
});

describe('every value of the domain has a word', () => {
  test.each([
    ['status', dossierStatusSchema.options],
    ['next', dossierActionSchema.options],
    ['say', dossierActionSchema.options],
    ['group', workGroupKeySchema.options],
    ['print', [...printStateSchema.options, ...printDocumentSchema.options]],
    ['bar', deviceStateSchema.options],
    ['outbox', outboxStateSchema.options],
  ])('%s', (area, values) => {
    for (const value of values) expect(vi.has(`${area}.${value}`), `${area}.${value}`).toBe(true);
  });
  test('a trouble’s short word belongs to a known code', () => {
    for (const code of Object.keys(vietnamese.trouble)) expect(Object.keys(ERROR_SENTENCES)).toContain(code);
  });
});
