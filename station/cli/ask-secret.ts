/** Asks for a passphrase on the terminal without showing it; from a pipe it takes the next line. */
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** One reader for all questions: a second one would lose what the first has read ahead. */
let lines: AsyncIterator<string> | undefined;

const silent = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

function open(): Interface {
  const terminal = process.stdin.isTTY === true;
  return createInterface({ input: process.stdin, output: terminal ? silent() : undefined, terminal });
}

/** Empty when the input has ended. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  lines ??= open()[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  process.stderr.write('\n');
  return done === true ? '' : value;
}
