/**
 * The simulator's own book of what was acknowledged, outside of every store: a line before each act (what is about to be
 * handed to the store) and one after it (what the store said). Written through to the system before the next act, so a
 * killed process takes nothing of it along; its torn last line is no line.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Instant, Uuid7 } from '../../domain/ids.ts';

/** An operation as the officer made it: all of it but the number and the code that the station gives. */
export interface Attempt {
  readonly operationId: Uuid7;
  readonly dossierId: Uuid7;
  readonly type: 'dossier.received' | 'dossier.acted' | 'dossier.moved' | 'document.attached' | 'rating.given';
  readonly officer: string;
  readonly desk: number;
  readonly madeAt: Instant;
  readonly correctedAt: Instant;
  /** The operation's payload; of a new dossier without its code. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export type LogLine =
  | { readonly kind: 'try'; readonly attempt: Attempt }
  /** `code`: of a dossier taken in. */
  | { readonly kind: 'ack'; readonly id: Uuid7; readonly code?: string }
  /** The store refused by its rules: nothing was promised. */
  | { readonly kind: 'refused'; readonly id: Uuid7; readonly code: string }
  /** Nothing was stored, and it will be tried anew with that time's clock. */
  | { readonly kind: 'put-off'; readonly id: Uuid7; readonly code: string };

export interface AckLog {
  /** The attempt made before for this operation, by a process that was killed or not. */
  attempted(operationId: Uuid7): Attempt | undefined;
  isOver(operationId: Uuid7): boolean;
  write(line: LogLine): void;
  close(): void;
}

export function* readLog(file: string): Generator<LogLine> {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  // What follows the last line end was not written whole.
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line.startsWith('{') && line.endsWith('}')) yield JSON.parse(line) as LogLine;
  }
}

export const openAckLog = (file: string): AckLog => {
  const attempts = new Map<string, Attempt>();
  const over = new Set<string>();
  const note = (line: LogLine): void => {
    if (line.kind === 'try') attempts.set(line.attempt.operationId, line.attempt);
    else attempts.delete(line.id);
    if (line.kind === 'ack' || line.kind === 'refused') over.add(line.id);
  };
  for (const line of readLog(file)) note(line);
  const handle = openSync(file, 'a');
  // A killed process may have left half a line: the next one begins on its own.
  writeSync(handle, '\n');
  return {
    attempted: (id) => attempts.get(id),
    isOver: (id) => over.has(id),
    write: (line) => {
      writeSync(handle, `${JSON.stringify(line)}\n`);
      note(line);
    },
    close: () => closeSync(handle),
  };
};
