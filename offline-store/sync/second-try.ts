/** What a program before this one could not use is tried again: once a start, since every update is one. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readFeedLine } from './feed-line.ts';
import type { SyncParts } from './parts.ts';

const PAGE = 100;

/** Resolves to how many items were taken after all, in the order in which they came. */
export const trySetAsideAgain = async ({ store, now, log }: SyncParts): Promise<number> => {
  let taken = 0;
  /** Applied, or set aside anew in the words of this program: either way the old row has had its day. */
  const tryOne = (sha256: string, text: string, cursor: string): void => {
    // What stands for bytes that were no text must not become somebody's name.
    const read = readFeedLine({ text, whole: true, utf8: !text.includes('\ufffd'), ended: true });
    if (read.kind !== 'change') return;
    const { applied } = store.inbox.apply([read.change], cursor, now());
    const same = createHash('sha256').update(JSON.stringify(read.change)).digest('hex') === sha256;
    if (applied > 0 || !same) store.quarantine.release(sha256, now());
    taken += applied;
  };
  const cursor = store.inbox.cursor();
  if (cursor === undefined) return 0;
  let rows = store.quarantine.after(0, PAGE);
  while (rows.length > 0) {
    for (const { sha256, line } of rows) tryOne(sha256, line, cursor);
    await nextTurn();
    rows = store.quarantine.after(rows.at(-1)?.number ?? Number.MAX_SAFE_INTEGER, PAGE);
  }
  if (taken > 0) log.info({ taken }, 'items set aside before were taken after all');
  return taken;
};
