import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asItStands } from '../../domain/as-it-stands.ts';
import { changeSchema } from '../../domain/sync.ts';
import { change, nextId, remote, remoteDossier } from '../offline-store/helpers.ts';

const isChange = asItStands(changeSchema);

const dossierId = nextId();
const CHANGES = [
  change(remoteDossier('0900')),
  change(remote({ type: 'dossier.acted', payload: { dossierId, action: 'forward', reason: '', to: '' } })),
  change(
    remote({
      type: 'document.attached',
      payload: {
        dossierId,
        documentId: nextId(),
        title: 'Giấy chứng sinh',
        sha256: 'a'.repeat(64),
        pages: 1,
        bytes: 1,
      },
    }),
  ),
  change(remote({ type: 'rating.given', payload: { desk: 1, score: 5 } })),
];

type Json = Readonly<Record<string, unknown>>;
type Path = readonly string[];

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every place inside a value. */
const pathsOf = (value: unknown, at: Path = []): readonly Path[] => [
  at,
  ...(isObject(value) ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key])) : []),
];

/** The same with something else in one place; undefined there leaves it out. */
const withAt = (value: unknown, [key, ...rest]: Path, instead: unknown): unknown => {
  if (key === undefined) return instead;
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? withAt(one, rest, instead) : one));
  return { ...(value as Json), [key]: withAt((value as Json)[key], rest, instead) };
};

const spoilt = fc.oneof(
  fc.constantFrom(undefined, null, '', ' ', 'có cách ', -1, 0, 1.5, 1e16, true, [], {}, [null], 'x'.repeat(3_000)),
  fc.jsonValue(),
  fc.record({ extra: fc.jsonValue(), ['__proto__']: fc.constant({ polluted: true }) }),
);

describe('a value as it stands', () => {
  it.each(CHANGES.map((one) => [one.operation.type, one] as const))('is seen in a right %s', (_type, one) => {
    expect(isChange(JSON.parse(JSON.stringify(one)))).toBe(true);
  });

  it('is never claimed of what the schema refuses or would change, wherever a change is spoilt', () => {
    const places = fc.constantFrom(...CHANGES.flatMap((one) => pathsOf(one).map((path) => ({ one, path }))));
    let claimed = 0;
    fc.assert(
      fc.property(places, spoilt, ({ one, path }, instead) => {
        const text = JSON.stringify(withAt(one, path, instead)) ?? 'null';
        const value: unknown = JSON.parse(text);
        if (!isChange(value)) return;
        claimed += 1;
        expect(changeSchema.parse(value)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2_000 },
    );
    expect(claimed).toBeGreaterThan(0);
  });

  it.each([
    ['a space to trim', z.string().trim(), ' a', 'a'],
    ['a default to fill in', z.object({ a: z.string().default('') }), {}, { a: '' }],
    ['a key to leave out', z.object({ a: z.string() }), { a: '', b: 1 }, { a: '' }],
    ['a length beyond the cap', z.string().max(2), 'abc', 'ab'],
    ['a list beyond the cap', z.array(z.boolean()).max(1), [true, true], [true]],
    ['a whole number out of bounds', z.number().int().min(1).max(9), 10, 9],
    ['the bound itself where it is left out', z.number().int().gt(1), 1, 2],
    ['a fraction', z.number().int(), 1.5, 1],
    ['another member of a list', z.enum(['a', 'b']), 'c', 'b'],
    ['another form', z.uuidv7(), '01930000-0000-4000-8000-00000000dddd', '01930000-0000-7000-8000-00000000dddd'],
  ] as const)('has not %s', (_what, schema, other, same) => {
    const isSame = asItStands(schema as z.ZodType);
    expect(isSame(other)).toBe(false);
    expect(isSame(same)).toBe(true);
  });

  it.each([
    ['a check of its own', z.string().refine(() => true), 'a'],
    ['a check of a whole object', z.object({ a: z.string() }).refine(() => true), { a: 'a' }],
    ['a change of its own', z.string().transform((text) => text), 'a'],
    ['members that nothing tells apart', z.union([z.string().trim(), z.string()]), 'a'],
    ['any keys', z.record(z.string(), z.string()), { a: 'a' }],
    ['other keys kept', z.looseObject({ a: z.string() }), { a: 'a' }],
    ['an address', z.url(), 'https://example.vn/'],
    ['a fraction', z.number(), 1],
  ] as const)('leaves it to a schema with %s', (_what, schema, value) => {
    expect(asItStands(schema as z.ZodType)(value)).toBe(false);
    expect((schema as z.ZodType).safeParse(value).success).toBe(true);
  });
});
