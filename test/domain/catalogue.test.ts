import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogueSchema,
  fieldOf,
  findProcedure,
  parseCatalogue,
  proceduresOf,
  searchProcedures,
  stepsOf,
} from '../../domain/catalogue.ts';
import { computeDue } from '../../domain/deadline.ts';
import { fromLocal } from '../../domain/local-time.ts';
import { demo, hue } from './samples.ts';

const codesOf = (query: string) => searchProcedures(demo, query).map((procedure) => procedure.code);

describe('the demo catalogue', () => {
  it('has the 42 procedures of eleven fields, each with two to five papers', () => {
    expect(demo.procedures).toHaveLength(42);
    expect(demo.fields.map((field) => field.letter).join('')).toBe('ABCDEGHKLMN');
    for (const procedure of demo.procedures) {
      expect(procedure.papers.length, procedure.code).toBeGreaterThanOrEqual(2);
      expect(procedure.papers.length, procedure.code).toBeLessThanOrEqual(5);
      expect(new Set(procedure.papers.map((paper) => paper.id)).size).toBe(procedure.papers.length);
    }
    for (const field of demo.fields) expect(proceduresOf(demo, field.id).length, field.id).toBeGreaterThan(0);
  });

  it('has another id whenever it says something else: an office that has this id keeps what it took in under it', () => {
    const { id, ...said } = demo;
    const sha256 = hash('sha256', JSON.stringify(said));
    expect({ id, sha256 }).toEqual({
      id: 'mau.2026-11',
      sha256: '84f7309fe94324b7233b229a39725b4d0561948a69f76f3678ec6f67f37814c8',
    });
  });

  it('is composed text, and says what is only an example', () => {
    expect(JSON.stringify(demo).normalize('NFC')).toBe(JSON.stringify(demo));
    const announced = demo.procedures.filter((procedure) => !procedure.example.fee).map((procedure) => procedure.code);
    expect(announced).toEqual(['2.000815', '2.000884', '2.001035']);
    expect(demo.procedures.every((procedure) => procedure.example.deadline)).toBe(true);
  });

  it('gives every procedure a due time', () => {
    const receivedAt = fromLocal('2026-11-24', '10:42');
    for (const procedure of demo.procedures)
      expect(computeDue(procedure.deadline, receivedAt, hue).dueAt).toBeGreaterThan(receivedAt);
  });
});

describe('finding a procedure', () => {
  it('by any spelling of its code', () => {
    expect(findProcedure(demo, '1.001193.000.00.00.H57')?.name).toBe('Đăng ký khai sinh');
    expect(findProcedure(demo, '9.999999')).toBeUndefined();
    expect(findProcedure(demo, 'khai sinh')).toBeUndefined();
  });

  it('by words without marks, in either language, or by the code’s beginning', () => {
    expect(codesOf('khai sinh')).toEqual(['1.001193', '1.000689', '1.004772', '1.004884']);
    expect(codesOf('CHUNG THUC chu ky')).toEqual(['2.000884']);
    expect(codesOf('marriage')).toContain('1.000894');
    expect(codesOf('2.0008')).toEqual(['2.000815', '2.000884']);
    expect(codesOf('')).toHaveLength(42);
    expect(codesOf('xyz')).toEqual([]);
  });

  it('tells its field and its steps', () => {
    const procedure = findProcedure(demo, '2.000815');
    expect(procedure && fieldOf(demo, procedure)?.letter).toBe('B');
    expect(procedure && stepsOf(demo, procedure).length).toBe(3);
  });
});

describe('catalogue files', () => {
  const [first] = demo.procedures;
  it.each([
    ['a procedure twice', { ...demo, procedures: [first, first] }],
    ['an unknown field', { ...demo, procedures: [{ ...first, field: 'la' }] }],
    ['one letter for two fields', { ...demo, fields: demo.fields.map((field) => ({ ...field, letter: 'A' })) }],
    ['no papers', { ...demo, procedures: [{ ...first, papers: [] }] }],
    ['a wrong code', { ...demo, procedures: [{ ...first, code: '1.001193.H57' }] }],
  ])('with %s are refused', (_, data) => {
    expect(parseCatalogue(JSON.stringify(data))).toEqual({ ok: false, code: 'MC-CAT-02' });
  });

  it('that are too long or not JSON are refused, and nothing is thrown', () => {
    expect(parseCatalogue('{')).toEqual({ ok: false, code: 'MC-CAT-01' });
    expect(parseCatalogue(' '.repeat(4_000_001))).toEqual({ ok: false, code: 'MC-CAT-01' });
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 2_000 }), fc.json()), (text) => !parseCatalogue(text).ok));
    expect(catalogueSchema.safeParse(demo).success).toBe(true);
  });
});
