/** CUPS's own example of a network printer (ippeveprinter), on a free port. Needs the apt package cups-ipp-utils, and avahi.ts. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AvahiRig } from './avahi.ts';

export interface IppPrinter {
  readonly uri: string;
  /** Sheets left in its main tray, by its own web form. */
  setSheets(left: number): Promise<void>;
  stop(): Promise<void>;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** `ppd`: takes the sheet sizes of this PPD; without, it knows Letter only. Files it gets go to `folder`. */
export async function startIppPrinter(
  avahi: AvahiRig,
  options: { readonly name: string; readonly port: number; readonly folder: string; readonly ppd?: string },
): Promise<IppPrinter> {
  const { name, port, folder, ppd } = options;
  // It converts for a PPD's printer; nobody looks at the result.
  const kind = ppd ? ['-P', ppd, '-c', '/bin/true'] : ['-f', 'application/pdf'];
  const child = spawn('ippeveprinter', ['-p', String(port), '-n', 'localhost', '-d', folder, ...kind, name], {
    env: avahi.env,
    stdio: 'ignore',
  });
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (failure ?? tries > 200) throw failure ?? new Error('ippeveprinter does not answer');
    await sleep(50);
  }
  const web = `http://localhost:${port}/media`;
  return {
    uri: `ipp://localhost:${port}/ipp/print`,
    setSheets: async (left) => {
      const size = /<select name="size1">.*?<option selected>([^<]*)/s.exec(await (await fetch(web)).text())?.[1] ?? '';
      const form = new URLSearchParams({ size1: size, type1: 'stationery', level1: String(left) });
      await fetch(`${web}?${form}`);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGKILL')) await ended;
    },
  };
}
