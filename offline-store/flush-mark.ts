/**
 * Do commits lie in the write-ahead log that nobody has flushed yet (`unflushed` in transaction.ts)? A power cut may leave several
 * of those in pieces, which is no damage: nobody was told that they were saved. Behind a flushed commit it is (torn-wal.ts). One
 * byte in a file beside the database says which: OPEN is on the disk before the first such commit, CLOSED is written when the
 * next flushed one is done. CLOSED itself is not flushed: a power cut that takes it back only makes the look less strict.
 */
import { closeSync, fdatasyncSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { commitsCutOff } from './torn-wal.ts';

const OPEN = Buffer.from('o');
const CLOSED = Buffer.from('c');

export const flushMarkOf = (file: string): string => `${file}.unflushed`;

export interface FlushMark {
  /** Before work that is not flushed. Throws what the disk throws: then that work must not begin. */
  begin(): void;
  end(): void;
  /** After each commit; those between `begin` and `end` were not flushed. */
  committed(): void;
  /** After the database was closed: nothing is left to tell, unless somebody else still has it open. */
  close(): void;
}

/** Throws what the disk throws, and then holds nothing. */
const create = (path: string): number => {
  const mark = openSync(path, 'w', 0o600);
  try {
    writeSync(mark, OPEN, 0, 1, 0);
    fsyncSync(mark);
    return mark;
  } catch (error) {
    closeSync(mark);
    throw error;
  }
};

/**
 * Of a database that was looked at and opened: what an earlier run left open is settled by then. Makes no file before it is
 * needed, so that a full disk keeps nobody from reading.
 */
export const openFlushMark = (file: string): FlushMark => {
  const path = flushMarkOf(file);
  rmSync(path, { force: true });
  let mark: number | undefined;
  let isOpen = false;
  let inside = false;
  const open = (): void => {
    if (mark === undefined) mark = create(path);
    else {
      writeSync(mark, OPEN, 0, 1, 0);
      fdatasyncSync(mark);
    }
  };
  return {
    begin: () => {
      if (!isOpen) open();
      isOpen = true;
      inside = true;
    },
    end: () => {
      inside = false;
    },
    committed: () => {
      if (inside || !isOpen || mark === undefined) return;
      try {
        writeSync(mark, CLOSED, 0, 1, 0);
        isOpen = false;
      } catch {
        // The commit is on the disk, whatever becomes of the byte: it stays OPEN and is tried again after the next one.
      }
    },
    close: () => {
      if (mark !== undefined) closeSync(mark);
      if (!isOpen) rmSync(path, { force: true });
    },
  };
};

const wasOpen = (file: string): boolean => {
  try {
    return readFileSync(flushMarkOf(file)).equals(OPEN);
  } catch (error) {
    // A database of before the mark, or put back without it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
};

/** How many commits of a database SQLite will leave out although they had been flushed; 0 where the last ones never were. */
export const flushedCommitsCutOff = (file: string): number => (wasOpen(file) ? 0 : commitsCutOff(`${file}-wal`));
