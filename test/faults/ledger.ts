/**
 * What was asked of a station and what it answered, in a file outside its store: appended and flushed line by line, by the
 * very process that is killed. A line that the kill tore off was never said.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Answered, Command } from './commands.ts';

export interface Ledger {
  begin(command: Command): void;
  /** Only after the call has returned. */
  done(command: Command, answered: Answered): void;
  close(): void;
}

export interface Acknowledged {
  readonly command: Command;
  readonly answered: Answered;
}

export interface Told {
  readonly acknowledged: readonly Acknowledged[];
  /** Begun, and nobody heard the end of it: may be there or not, and may be asked again. */
  readonly open: readonly Command[];
}

export function openLedger(file: string): Ledger {
  const handle = openSync(file, 'a', 0o600);
  const write = (line: object): void => {
    writeSync(handle, `${JSON.stringify(line)}\n`);
    fsyncSync(handle);
  };
  // A torn line of an earlier life must not run into the first of this one.
  writeSync(handle, '\n');
  return {
    // An intent need not outlive a power cut: without its answer it proves nothing.
    begin: (command) => void writeSync(handle, `${JSON.stringify({ begin: command })}\n`),
    done: ({ operationId }, answered) => write({ done: operationId, answered }),
    close: () => closeSync(handle),
  };
}

type Line = { readonly begin: Command } | { readonly done: string; readonly answered: Answered };

function lineOf(text: string): readonly Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return []; // torn by a kill: it was never said
  }
}

export function readLedger(file: string): Told {
  const begun = new Map<string, Command>();
  const acknowledged = new Map<string, Acknowledged>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).flatMap(lineOf) : [];
  for (const line of lines) {
    if ('begin' in line) begun.set(line.begin.operationId, line.begin);
    else {
      const command = begun.get(line.done);
      if (command) acknowledged.set(line.done, { command, answered: line.answered });
    }
  }
  const open = [...begun.values()].filter(({ operationId }) => !acknowledged.has(operationId));
  return { acknowledged: [...acknowledged.values()], open };
}
