/**
 * What is wrong in a file that a person brought, in sentences, and where: so that whoever wrote the file finds the place.
 * The file's words are the place's words; nothing else of its content is told. Pure.
 */
import { z } from 'zod';
import { type ErrorCode, MotcuaError } from './errors.ts';
import { type Bilingual, bilingualSchema } from './ids.ts';

const MAX_LISTED = 20;
const MAX_WORDS = 12;

export const fileMistakeSchema = z
  .object({
    /** From the file's top, lists counted from 0: `procedures`, 17, `fee`, `amount`. Empty: of the file as a whole. */
    path: z.array(z.union([z.string().max(80), z.int().min(0)])).readonly(),
    /** What the entry of the list says it is: its code or id, and its name. Empty where it says nothing. */
    of: z.string().max(200),
    sentence: bilingualSchema,
  })
  .readonly();
export type FileMistake = z.infer<typeof fileMistakeSchema>;

/** The first ones, and how many more there are. */
export const fileMistakesSchema = z
  .object({ list: z.array(fileMistakeSchema).max(MAX_LISTED).readonly(), more: z.int().min(0) })
  .readonly();
export type FileMistakes = z.infer<typeof fileMistakesSchema>;

/** A file refused whole, with its mistakes. */
export class FileRefused extends MotcuaError {
  readonly mistakes: FileMistakes;

  constructor(code: ErrorCode, mistakes: FileMistakes) {
    super(code);
    this.name = 'FileRefused';
    this.mistakes = mistakes;
  }
}

/** Of the file as a whole. */
export const wholeFile = (vi: string, en: string): FileMistakes => ({
  list: [{ path: [], of: '', sentence: { vi, en } }],
  more: 0,
});

/** JSON, as Windows' editors write it too; `undefined` when it is none, or longer than any such file is. */
export function jsonOf(text: string, maxChars: number): unknown {
  if (text.length > maxChars) return undefined;
  try {
    return JSON.parse(withoutMark(text));
  } catch {
    return undefined;
  }
}

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

/** Why `text` is not what `schema` says; nothing listed when it is. */
export function mistakesIn(text: string, schema: z.ZodType, maxChars: number): FileMistakes {
  if (text.length > maxChars) return tooLong(maxChars);
  const raw = jsonOf(text, maxChars);
  if (raw === undefined) return noJson(withoutMark(text));
  const issues = schema.safeParse(raw).error?.issues.flatMap(narrowed) ?? [];
  const list = issues.slice(0, MAX_LISTED).map((issue) => mistakeOf(issue, raw));
  return { list, more: issues.length - list.length };
}

/** A place as it is written on a terminal: `procedures.17.fee.amount`. */
export const placeOf = ({ path }: FileMistake): string => path.join('.');

const tooLong = (maxChars: number): FileMistakes =>
  wholeFile(
    `Tệp dài quá ${(maxChars / 1_000_000).toLocaleString('vi')} triệu ký tự.`,
    `The file is longer than ${(maxChars / 1_000_000).toLocaleString('en')} million characters.`,
  );

function noJson(text: string): FileMistakes {
  const line = lineOfFailure(text);
  return line === undefined
    ? wholeFile('Tệp không phải JSON. Có thể đã chọn nhầm tệp.', 'The file is not JSON. It may be the wrong file.')
    : wholeFile(
        `Dòng ${line} viết chưa đúng dạng JSON, thường là thiếu dấu phẩy, dấu nháy hoặc ngoặc.`,
        `Line ${line} is not JSON: often a comma, a quote or a bracket is missing.`,
      );
}

/** The engine names the position for most mistakes, not for all. */
function lineOfFailure(text: string): number | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
  }
  return undefined;
}

type Issue = z.core.$ZodIssue;

/** Of a choice between kinds, the mistakes of the kind that was meant, where the file says which. */
function narrowed(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((branch) => branch.length > 0 && !branch.some(({ path }) => path[0] === 'kind'));
  return meant ? meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) : [issue];
}

function mistakeOf(issue: Issue, raw: unknown): FileMistake {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80)));
  return { path, of: labelAt(raw, path), sentence: sentenceOf(issue, valueAt(raw, path) === undefined) };
}

const stepInto = (value: unknown, step: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined;

const valueAt = (raw: unknown, path: readonly (string | number)[]): unknown => path.reduce(stepInto, raw);

/** Of the entry in the file's own list: a paper of a procedure is found by its procedure. */
function labelAt(raw: unknown, path: readonly (string | number)[]): string {
  const entry = typeof path[1] === 'number' ? valueAt(raw, path.slice(0, 2)) : undefined;
  const words = [stepInto(entry, 'code') ?? stepInto(entry, 'id'), stepInto(entry, 'name')];
  return words
    .filter((word) => typeof word === 'string')
    .join(' ')
    .slice(0, 200)
    .trim();
}

const both = (vi: string, en: string): Bilingual => ({ vi, en });

function sentenceOf(issue: Issue, isMissing: boolean): Bilingual {
  if (isMissing) return both('Thiếu mục này.', 'This is missing.');
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected);
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return issue.format === 'date' ? NO_DAY : both('Viết chưa đúng dạng.', 'This is not written as it should be.');
    case 'invalid_union':
      return oneOfKinds(issue);
    case 'custom':
      return both(RULES.get(issue.message) ?? 'Chưa đúng quy định của tệp.', `It should hold: ${issue.message}.`);
    default:
      return UNUSABLE;
  }
}

const UNUSABLE = both('Giá trị này không dùng được.', 'This value cannot be used.');

const NO_DAY = both(
  'Phải là ngày, viết năm-tháng-ngày như 2026-12-31.',
  'This must be a day, written year-month-day as 2026-12-31.',
);

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: both('chữ, trong dấu nháy kép', 'text in double quotes'),
  number: both('số', 'a number'),
  int: both('số nguyên', 'a whole number'),
  boolean: both('true hoặc false', 'true or false'),
  array: both('danh sách, trong ngoặc vuông', 'a list in square brackets'),
  object: both('một nhóm, trong ngoặc nhọn', 'a group in braces'),
};

function wrongType(expected: string): Bilingual {
  const type = TYPES[expected] ?? both(expected, expected);
  return both(`Phải là ${type.vi}.`, `This must be ${type.en}.`);
}

function oneOf(values: readonly string[]): Bilingual {
  const shown = values.slice(0, MAX_WORDS).join(', ');
  return values.length === 1
    ? both(`Phải là ${shown}.`, `This must be ${shown}.`)
    : both(`Phải là một trong: ${shown}.`, `This must be one of: ${shown}.`);
}

/** The engine lists the kinds there are, which its types do not say yet. */
function oneOfKinds(issue: Issue): Bilingual {
  return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options.map(String)) : UNUSABLE;
}

function tooSmall(origin: string, least: number): Bilingual {
  if (origin === 'string' || origin === 'array') {
    if (least <= 1) return both('Không được để trống.', 'This must not be empty.');
    return both(`Phải có ít nhất ${least}.`, `There must be at least ${least}.`);
  }
  return both(`Không được nhỏ hơn ${least}.`, `This must not be less than ${least}.`);
}

function tooBig(origin: string, most: number): Bilingual {
  if (origin === 'string') return both(`Dài quá ${most} ký tự.`, `This is longer than ${most} characters.`);
  if (origin === 'array') return both(`Nhiều quá ${most} mục.`, `There are more than ${most}.`);
  return both(`Không được lớn hơn ${most}.`, `This must not be greater than ${most}.`);
}

/** What the schemas of such files ask for beyond types, in their own words. */
const RULES: ReadonlyMap<string, string> = new Map([
  ['a procedure stands once', 'Thủ tục này đã có ở trên; mỗi thủ tục chỉ ghi một lần.'],
  ['a letter belongs to one field', 'Chữ cái này đã dùng cho lĩnh vực khác.'],
  ['a field stands once', 'Lĩnh vực này đã có ở trên.'],
  ['the field of every procedure is listed', 'Lĩnh vực này không có trong danh sách lĩnh vực của tệp.'],
  ['an id stands once', 'Mã này đã có ở trên; mỗi mã chỉ dùng một lần.'],
  ['a worked day has an opening', 'Ngày làm việc phải có ít nhất một buổi.'],
  ['an opening ends after it begins', 'Giờ đóng cửa phải sau giờ mở cửa.'],
  ['openings stand in order and do not overlap', 'Các buổi phải xếp theo giờ và không chồng lên nhau.'],
  ['a week has at least one opening', 'Cả tuần phải có ít nhất một buổi làm việc.'],
  ['the due time is not before the cut-off', 'Giờ trả không được trước giờ chốt nhận.'],
]);
