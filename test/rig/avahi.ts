/**
 * A private avahi-daemon on a private message bus, in a mount namespace of its own, since its pid file and socket have fixed
 * places. Needs root (or user namespaces) and the apt packages avahi-daemon, avahi-utils, dbus.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../devices/command.ts';

export interface AvahiRig {
  /** For programs that ask this daemon by themselves. */
  readonly env: NodeJS.ProcessEnv;
  /** `_uscan._tcp` and its like, until `stop`. */
  publish(name: string, type: string, port: number, txt: readonly string[]): Promise<void>;
  /** A program of avahi's or of sane-airscan's that asks this daemon. */
  run(program: string, args: readonly string[], timeoutMs: number): Promise<string>;
  stop(): Promise<void>;
}

const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=@SOCKET@</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
<allow eavesdrop="true"/></policy></busconfig>`;
const DAEMON = `[server]
host-name=motcua-rig
use-ipv4=yes
use-ipv6=no
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
`;

export async function startAvahi(): Promise<AvahiRig> {
  const root = await mkdtemp(join(tmpdir(), 'avahi-rig-'));
  const address = `unix:path=${join(root, 'bus')}`;
  await writeFile(join(root, 'bus.conf'), BUS.replace('@SOCKET@', join(root, 'bus')));
  await writeFile(join(root, 'avahi.conf'), DAEMON);
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: address };
  const children: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]): void => {
    // A test run that is killed must not leave daemons behind: they die with the process that began them.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { env, stdio: 'ignore' });
    children.push(child.on('error', () => undefined));
  };

  start('dbus-daemon', [`--config-file=${join(root, 'bus.conf')}`, '--nofork', '--nopidfile']);
  const daemon = `mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f ${join(root, 'avahi.conf')}`;
  await untilTrue(async () => (await runIn(env, 'dbus-send', BUS_PING)).ok);
  start('unshare', [...(process.getuid?.() === 0 ? ['-m'] : ['-rm']), 'sh', '-c', daemon]);
  await untilTrue(async () => (await runIn(env, 'dbus-send', AVAHI_STATE)).text.includes('int32 2'));

  return {
    env,
    publish: async (name, type, port, txt) => {
      start('avahi-publish', ['-s', name, type, String(port), ...txt]);
      await untilTrue(async () => (await runIn(env, 'avahi-browse', ['-pt', type])).ok);
    },
    run: async (program, args, timeoutMs) => (await runIn(env, program, args, timeoutMs)).text,
    stop: async () => {
      await Promise.all(children.reverse().map(ended));
      await rm(root, { recursive: true, force: true });
    },
  };
}

const BUS_PING = ['--system', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames'];
/** 2 is "running". */
const AVAHI_STATE = [
  ...['--system', '--print-reply', '--dest=org.freedesktop.Avahi', '/'],
  'org.freedesktop.Avahi.Server.GetState',
];

async function runIn(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  timeoutMs = 5000,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const result = await runCommand(
    'env',
    [`DBUS_SYSTEM_BUS_ADDRESS=${env.DBUS_SYSTEM_BUS_ADDRESS}`, program, ...args],
    timeoutMs,
  );
  return { ok: result.code === 0, text: result.stdout };
}

async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await ask()); tries += 1) {
    if (tries > 100) throw new Error('avahi does not come up');
    await sleep(100);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  // avahi was seen to spin without end on a bus that had gone, deaf to the polite word.
  const limit = setTimeout(() => child.kill('SIGKILL'), 2000);
  if (child.kill('SIGTERM')) await exit;
  clearTimeout(limit);
}
