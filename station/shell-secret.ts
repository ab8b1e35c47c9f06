/** The first line of standard input, where the shell says that it hands the secret of the keys over (Windows). */
import type { Readable } from 'node:stream';
import { MotcuaError } from '../domain/errors.ts';
import { stationSecretSchema } from '../domain/shell-protocol.ts';

const LONGEST_LINE = 8_192;
const LONGEST_WAIT_MS = 20_000;

/** MC-STO-11 when no such line comes in time: without it the data stays shut, and no other key is made. */
export async function readShellSecret(input: Readable, limitMs = LONGEST_WAIT_MS): Promise<string> {
  const line = await firstLine(input, limitMs).catch((cause: unknown) => {
    throw new MotcuaError('MC-STO-11', { from: 'shell' }, { cause });
  });
  const read = stationSecretSchema.safeParse(parsed(line));
  if (!read.success) throw new MotcuaError('MC-STO-11', { from: 'shell' });
  return read.data.secret;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the schema then refuses it
  }
}

function firstLine(input: Readable, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const done = (act: () => void): void => {
      clearTimeout(timer);
      input.off('data', onData).off('end', onEnd).off('error', onEnd).pause();
      act();
    };
    const onEnd = (): void => done(() => reject(new Error('the input ended')));
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end >= 0) done(() => resolve(text.slice(0, end)));
      else if (text.length > LONGEST_LINE) done(() => reject(new Error('the line is too long')));
    };
    const timer = setTimeout(() => done(() => reject(new Error('nothing came'))), limitMs);
    input.on('data', onData).on('end', onEnd).on('error', onEnd);
  });
}
