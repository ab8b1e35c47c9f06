#!/usr/bin/env node
/** `motcua`, the technician's command line. From the tree: `npx motcua devices`; installed: `resources/node resources/program/station/cli.ts devices`. */
import { createInterface } from 'node:readline/promises';
import { askSecret } from './cli/ask-secret.ts';
import { runCli } from './cli/run.ts';

const stop = new AbortController();
const interrupt = (): void => stop.abort();
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

const confirm = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return lines.question(question, { signal: stop.signal }).finally(() => lines.close());
};

const code = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  askSecret,
  env: process.env,
  signal: stop.signal,
  ...(process.stdin.isTTY ? { confirm } : {}),
});
// A driver that hangs must not keep the command from ending; what was written has left by then.
process.stdout.write('', () => process.exit(stop.signal.aborted ? 130 : code));
