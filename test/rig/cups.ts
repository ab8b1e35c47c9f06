/** A private CUPS on a free port of 127.0.0.1, with its own folders. Needs the apt packages cups, cups-client, printer-driver-cups-pdf. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../devices/command.ts';

export interface CupsRig {
  /** For CUPS_SERVER. */
  readonly server: string;
  /** `lpadmin` with these arguments; throws with its words when it fails. */
  addQueue(name: string, uri: string, model: string, ...more: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

const OPEN_TO_ALL = [
  '<Location />',
  'Order allow,deny',
  'Allow all',
  '</Location>',
  '<Location /admin>',
  'Order allow,deny',
  'Allow all',
  '</Location>',
  '<Policy default>',
  '<Limit All>',
  'Order deny,allow',
  '</Limit>',
  '</Policy>',
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

async function writeConfig(root: string, port: number): Promise<void> {
  for (const name of ['etc/ppd', 'spool/tmp', 'cache', 'state/certs'])
    await mkdir(join(root, name), { recursive: true });
  const cupsd = [
    `Listen 127.0.0.1:${port}`,
    'WebInterface No',
    'Browsing Off',
    'DefaultAuthType None',
    'PreserveJobHistory Yes',
    'PreserveJobFiles No',
    'LogLevel warn',
    ...OPEN_TO_ALL,
  ];
  const folders = {
    ServerRoot: 'etc',
    RequestRoot: 'spool',
    TempDir: 'spool/tmp',
    CacheDir: 'cache',
    StateDir: 'state',
    ErrorLog: 'error_log',
    AccessLog: 'access_log',
    PageLog: 'page_log',
  };
  await writeFile(join(root, 'cupsd.conf'), `${cupsd.join('\n')}\n`);
  await writeFile(
    join(root, 'cups-files.conf'),
    `${Object.entries(folders)
      .map(([key, name]) => `${key} ${join(root, name)}`)
      .join('\n')}\nFileDevice Yes\n`,
  );
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

export async function startCups(): Promise<CupsRig> {
  const root = await mkdtemp(join(tmpdir(), 'cups-rig-'));
  // Its filters run as another user, who must get in.
  await chmod(root, 0o755);
  const port = await freePort();
  await writeConfig(root, port);
  const cupsd: ChildProcess = spawn(
    '/usr/sbin/cupsd',
    ['-f', '-c', join(root, 'cupsd.conf'), '-s', join(root, 'cups-files.conf')],
    { stdio: 'ignore' },
  );
  let failure: Error | undefined;
  cupsd.once('error', (error) => {
    failure = error;
  });
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (failure ?? tries > 200) throw failure ?? new Error('cupsd does not answer');
    await sleep(50);
  }
  const server = `127.0.0.1:${port}`;
  return {
    server,
    addQueue: async (name, uri, model, ...more) => {
      const made = await runCommand(
        'lpadmin',
        ['-h', server, '-p', name, '-E', '-v', uri, '-m', model, ...more],
        20_000,
      );
      if (made.code !== 0) throw new Error(`lpadmin ${name}: ${made.stderr}`);
    },
    stop: async () => {
      const ended = new Promise((resolve) => cupsd.once('exit', resolve));
      if (cupsd.exitCode === null && cupsd.kill('SIGTERM')) await ended;
      await rm(root, { recursive: true, force: true });
    },
  };
}
