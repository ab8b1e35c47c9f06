/**
 * Whether a schema would hand a value back just as it is. Made from the schema itself, so the two cannot drift apart: what
 * it does not know of the schema, or what the schema would change (a space trimmed, a default filled in, a key left out), it
 * answers with no, and the schema then has the last word. A first synchronisation asks this of half a million changes that
 * are nearly all right: a yes costs a tenth of a parse.
 */
import type { z } from 'zod';

type Verdict = (value: unknown) => boolean;

const NO: Verdict = () => false;

/** Types whose checks are read here. */
const CHECKED: ReadonlySet<string> = new Set(['string', 'number', 'array']);

/** A yes means: `schema.parse(value)` would succeed and equal `value`. A no means nothing. For values that came as JSON. */
export const asItStands = <S extends z.ZodType>(schema: S): ((value: unknown) => value is z.output<S>) => {
  const verdict = verdictOf(schema);
  return (value): value is z.output<S> => verdict(value);
};

function verdictOf(schema: z.core.$ZodType): Verdict {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ((def.checks ?? []).length > 0 && !CHECKED.has(def.type)) return NO;
  switch (def.type) {
    case 'readonly':
    case 'optional':
    case 'default':
      return verdictOf(def.innerType);
    case 'object':
      return objectVerdict(def);
    case 'array':
      return arrayVerdict(def);
    case 'union':
      return unionVerdict(def);
    case 'string':
      return stringVerdict(schema);
    case 'number':
      return numberVerdict(schema);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'enum':
    case 'literal':
      return memberVerdict(schema._zod.values);
    default:
      return NO;
  }
}

const memberVerdict = (values: ReadonlySet<unknown> | undefined): Verdict =>
  values === undefined ? NO : (value) => values.has(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectVerdict({ shape, catchall }: z.core.$ZodObjectDef): Verdict {
  const fields = Object.entries(shape).map(([key, field]) => ({
    key,
    verdict: verdictOf(field),
    mayLack: (field as z.core.$ZodTypes)._zod.def.type === 'optional',
  }));
  if (catchall !== undefined || fields.some(({ key }) => key in Object.prototype)) return NO;
  return (value) => {
    if (!isRecord(value)) return false;
    let known = 0;
    for (const { key, verdict, mayLack } of fields) {
      const field = value[key];
      if (field === undefined ? !mayLack : !verdict(field)) return false;
      if (field !== undefined) known += 1;
    }
    // A key that the schema does not know would be left out.
    return Object.keys(value).length === known;
  };
}

function arrayVerdict({ element, checks = [] }: z.core.$ZodArrayDef): Verdict {
  const one = verdictOf(element);
  let most = Number.POSITIVE_INFINITY;
  for (const { _zod } of checks as readonly unknown[] as readonly z.core.$ZodChecks[]) {
    if (_zod.def.check !== 'max_length') return NO;
    most = Math.min(most, _zod.def.maximum);
  }
  return (value) => Array.isArray(value) && value.length <= most && value.every(one);
}

/** Told apart by one field; of any other union it is not sure which member would answer. */
function unionVerdict(def: z.core.$ZodUnionDef): Verdict {
  const key = 'discriminator' in def ? String(def.discriminator) : undefined;
  if (key === undefined) return NO;
  const members = new Map<unknown, Verdict>();
  for (const option of def.options)
    for (const value of option._zod.propValues?.[key] ?? []) members.set(value, verdictOf(option));
  return (value) => isRecord(value) && (members.get(value[key]) ?? NO)(value);
}

/** What a schema checks, itself among it where it is a format (z.uuidv7). */
const checksOf = (schema: z.core.$ZodType): readonly z.core.$ZodChecks[] => {
  const { def } = schema._zod;
  const itself: readonly unknown[] = 'check' in def ? [schema] : [];
  return [...itself, ...(def.checks ?? [])] as readonly z.core.$ZodChecks[];
};

/** Formats that are their pattern and nothing more. */
const PATTERNED: ReadonlySet<string> = new Set(['regex', 'uuid', 'date']);

function stringVerdict(schema: z.core.$ZodType): Verdict {
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  const patterns: RegExp[] = [];
  const changes: ((text: string) => unknown)[] = [];
  for (const { _zod } of checksOf(schema)) {
    const { def } = _zod;
    if (def.check === 'min_length') least = Math.max(least, def.minimum);
    else if (def.check === 'max_length') most = Math.min(most, def.maximum);
    else if (def.check === 'overwrite') changes.push(def.tx);
    else if (def.check === 'string_format' && isPlain(def)) patterns.push(def.pattern);
    else return NO;
  }
  return (value) => {
    if (typeof value !== 'string' || value.length > most || value.length < least) return false;
    for (const pattern of patterns) if (!pattern.test(value)) return false;
    for (const change of changes) if (change(value) !== value) return false;
    return true;
  };
}

const isPlain = <D extends z.core.$ZodCheckStringFormatDef>(def: D): def is D & { readonly pattern: RegExp } =>
  def.pattern !== undefined && PATTERNED.has(def.format) && !def.pattern.global && !def.pattern.sticky;

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** Undefined for a check that is not known. The next whole number stands for "more than". */
function withinToo({ least, most, whole }: Bounds, { _zod }: z.core.$ZodChecks): Bounds | undefined {
  const { def } = _zod;
  if (def.check === 'number_format') return def.format === 'safeint' ? { least, most, whole: true } : undefined;
  if ((def.check !== 'greater_than' && def.check !== 'less_than') || typeof def.value !== 'number') return undefined;
  const step = def.inclusive ? 0 : 1;
  return def.check === 'greater_than'
    ? { least: Math.max(least, def.value + step), most, whole }
    : { least, most: Math.min(most, def.value - step), whole };
}

/** Whole numbers alone. */
function numberVerdict(schema: z.core.$ZodType): Verdict {
  const anything: Bounds = { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, whole: false };
  const bounds = checksOf(schema).reduce<Bounds | undefined>((sum, check) => sum && withinToo(sum, check), anything);
  if (!bounds?.whole) return NO;
  const { least, most } = bounds;
  return (value) => typeof value === 'number' && value >= least && value <= most && Number.isSafeInteger(value);
}
