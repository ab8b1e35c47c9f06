/** What a line of the change feed is: a change, an item to set aside (the feed goes on behind it), or nothing of a feed. */
import { asItStands } from '../../domain/as-it-stands.ts';
import type { Operation } from '../../domain/operation.ts';
import { isPlainName, isStorable } from '../../domain/storable-text.ts';
import { type Change, changeSchema } from '../../domain/sync.ts';
import type { Line } from './lines.ts';

export type FeedLine =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'unfit'; readonly reason: string; readonly cursor: string }
  /** No cursor is to be found: among lines of a feed one more item to set aside, alone no feed at all. */
  | { readonly kind: 'garbage'; readonly reason: string };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer like any other here: the caller calls it unfit.
    return undefined;
  }
};

const { cursor: cursorSchema } = changeSchema.unwrap().shape;
/** The schema's own answer for nearly every change, at a quarter of the time. */
const isChange = asItStands(changeSchema);

/** At either end of the line, as a key of the line itself: inside an operation's text its quotes would be escaped. */
const CURSOR_FIRST = /^\s*\{\s*"cursor"\s*:\s*("(?:[^"\\]|\\.){1,400}")/;
const CURSOR_LAST = /"cursor"\s*:\s*("(?:[^"\\]|\\.){1,400}")\s*(?:,\s*"revision"\s*:\s*\d+\s*)?\}\s*$/;

const readableCursor = (text: string): unknown => {
  const found = CURSOR_FIRST.exec(text) ?? CURSOR_LAST.exec(text);
  return found?.[1] === undefined ? undefined : parseJson(found[1]);
};

const cursorOf = (value: unknown, text: string): string | undefined => {
  const named = typeof value === 'object' && value !== null && 'cursor' in value ? value.cursor : readableCursor(text);
  const cursor = cursorSchema.safeParse(named);
  return cursor.success ? cursor.data : undefined;
};

/** Names that become more than text on a screen: of a file to print or to save. */
const namesOf = (operation: Operation): readonly string[] => {
  if (operation.type === 'document.attached') return [operation.payload.title];
  return operation.type === 'dossier.received' ? [operation.payload.code, operation.payload.agency] : [];
};

/** In text that is well-formed UTF-8 JSON, U+0000 and half characters can stand only escaped. */
const mayHoldUnstorable = (text: string): boolean => text.includes('\\u');

/** Never the text itself: it may be somebody's name. */
const unfitFor = ({ operation }: Change, text: string): string | undefined => {
  if (mayHoldUnstorable(text) && !isStorable(operation))
    return 'text that cannot be stored (U+0000 or half a character)';
  return namesOf(operation).every(isPlainName) ? undefined : 'a name with a path or unseen characters in it';
};

type Read = { readonly change: Change } | { readonly reason: string; readonly value?: unknown };

const read = (line: Line): Read => {
  if (!line.whole) return { reason: 'longer than a line may be' };
  if (!line.utf8) return { reason: 'not UTF-8' };
  const value = parseJson(line.text);
  if (value === undefined) return { reason: 'not JSON' };
  const change = isChange(value) ? { data: value } : changeSchema.safeParse(value);
  if (change.data === undefined) {
    const [issue] = change.error.issues;
    return { value, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300) };
  }
  const reason = unfitFor(change.data, line.text);
  return reason === undefined ? { change: change.data } : { value, reason };
};

export const readFeedLine = (line: Line): FeedLine => {
  const found = read(line);
  if ('change' in found) return { kind: 'change', change: found.change };
  const { reason } = found;
  const cursor = cursorOf(found.value, line.text);
  return cursor === undefined ? { kind: 'garbage', reason } : { kind: 'unfit', reason, cursor };
};
