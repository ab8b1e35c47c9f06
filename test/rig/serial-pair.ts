/** Two ends of a serial cable made by socat: what is written to one is read at the other. Needs the apt package socat. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SerialPair {
  /** The end that the program opens. */
  readonly port: string;
  /** Bytes as the reader's cable would bring them. */
  send(bytes: Uint8Array | string): Promise<void>;
  /** Pulls the cable. */
  cut(): Promise<void>;
  /** Plugs it in again, under the same name. */
  restore(): Promise<void>;
}

export async function createSerialPair(folder: string, name = 'reader'): Promise<SerialPair> {
  const port = `${folder}/${name}`;
  const far = `${folder}/${name}-far`;
  let socat: ChildProcess | undefined;

  async function restore(): Promise<void> {
    const child = spawn('socat', [`pty,raw,echo=0,link=${far}`, `pty,raw,echo=0,link=${port}`], { stdio: 'ignore' });
    const failure = new Promise<never>((_, reject) => child.once('error', reject));
    // Looked at below; a later end of socat is no failure.
    failure.catch(() => undefined);
    socat = child;
    await Promise.race([failure, bothThere(far, port)]);
  }
  await restore();

  return {
    port,
    restore,
    send: async (bytes) => {
      const handle = await open(far, 'w');
      await handle.writeFile(bytes);
      await handle.close();
    },
    cut: async () => {
      const child = socat;
      socat = undefined;
      if (!child || child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function bothThere(a: string, b: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (existsSync(a) && existsSync(b)) return;
    await sleep(25);
  }
  throw new Error('socat made no pair of terminals');
}
