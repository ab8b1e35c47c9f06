/** What a line of the change feed is: a change, an item to set aside (the feed goes on behind it), or no feed at all. */
import { type Change, changeSchema } from '../../domain/sync.ts';
import type { Line } from './lines.ts';

export type FeedLine =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'unfit'; readonly reason: string; readonly cursor?: string }
  | { readonly kind: 'garbage' };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer like any other here: the caller calls it garbage.
    return undefined;
  }
};

const cursorOf = (value: unknown): string | undefined => {
  const cursor = changeSchema
    .unwrap()
    .shape.cursor.safeParse(
      typeof value === 'object' && value !== null && 'cursor' in value ? value.cursor : undefined,
    );
  return cursor.success ? cursor.data : undefined;
};

export const readFeedLine = (line: Line): FeedLine => {
  if (!line.whole) return { kind: 'unfit', reason: 'longer than a line may be' };
  const value = parseJson(line.text);
  const change = changeSchema.safeParse(value);
  if (change.success) return { kind: 'change', change: change.data };
  const cursor = cursorOf(value);
  if (cursor === undefined) return { kind: 'garbage' };
  const [issue] = change.error.issues;
  return { kind: 'unfit', cursor, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300) };
};
