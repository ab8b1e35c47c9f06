/**
 * The Debian packages that motcua needs beyond npm's: this list is the only one. `run` is what a window needs;
 * `test` adds the tools that read back what we print, scan and send, and others' clients and servers for our devices;
 * `usb` is the emulated PC of the USB rig. Installed only where that needs no question
 * (root, or sudo without a password); else the one line to type is shown.
 */
import { capture, run, succeeds } from './run.ts';

export const SYSTEM_PACKAGES = {
  run: ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatk-bridge2.0-0', 'libcups2'],
  test: [
    'zbar-tools',
    'poppler-utils',
    'socat',
    'sane-utils',
    'libsane1',
    'cups',
    'cups-client',
    'printer-driver-cups-pdf',
    'postgresql',
    'sane-airscan',
    'avahi-daemon',
    'avahi-utils',
    'dbus',
    'cups-ipp-utils',
    'openssl',
    'zxing-cpp-tools',
    'tesseract-ocr',
    'tesseract-ocr-vie',
    'e2fsprogs',
  ],
  usb: ['qemu-system-x86', 'busybox-static', 'udev', 'kmod', 'cpio', 'xz-utils'],
} as const;

export type PackageSet = keyof typeof SYSTEM_PACKAGES;

export class SystemPackagesMissing extends Error {
  constructor(missing: readonly string[]) {
    super(
      `These system packages are missing. Please run:\n\n    ${installLine(missing)}\n\nand then the same command again.`,
    );
    this.name = 'SystemPackagesMissing';
  }
}

export const installLine = (missing: readonly string[]): string =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`;

/** `test` needs everything that `run` needs; `usb` stands by itself. */
export const packagesFor = (set: PackageSet): readonly string[] =>
  set === 'test' ? [...SYSTEM_PACKAGES.run, ...SYSTEM_PACKAGES.test] : SYSTEM_PACKAGES[set];

/**
 * What of `wanted` is not installed, read from `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`.
 * Debian 13 and Ubuntu 24 renamed some libraries with a `t64` ending; those count as the same.
 */
export function missingPackages(wanted: readonly string[], dpkgListing: string): readonly string[] {
  const installed = new Set(
    dpkgListing
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  );
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/** Makes sure the set is there; a system without apt is left alone, since its packages have other names. */
export async function ensureSystemPackages(set: PackageSet): Promise<void> {
  if (process.platform !== 'linux' || !(await succeeds('apt-get', ['--version']))) return;
  const missing = missingPackages(packagesFor(set), await installedListing());
  if (missing.length === 0) return;
  const prefix = await privilege();
  if (prefix === undefined) throw new SystemPackagesMissing(missing);
  console.error(`motcua: installing ${missing.length} system packages: ${missing.join(' ')}`);
  await install(prefix, missing);
}

const installedListing = (): Promise<string> =>
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own field syntax
  capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n']);

/** How a command becomes root here: nothing in front, `sudo -n`, or not at all without asking a person. */
async function privilege(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  return (await succeeds('sudo', ['-n', 'true'])) ? ['sudo', '-n'] : undefined;
}

/** One shell, so that sudo is asked once. The lists are refreshed only when the first attempt fails: mostly it is not needed. */
async function install(prefix: readonly string[], packages: readonly string[]): Promise<void> {
  const apt = 'apt-get -o DPkg::Lock::Timeout=180 -qq';
  const get = `${apt} install -y --no-install-recommends ${packages.join(' ')} >&2`;
  const script = `export DEBIAN_FRONTEND=noninteractive\n${WITHOUT_DAEMONS}\n${get} || { ${apt} update >&2 && ${get}; }`;
  const [command = 'sh', ...args] = [...prefix, 'sh', '-c', script];
  await run(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Where no init system runs (a container), a package must not try to start its daemon: it would fail or hang. */
const WITHOUT_DAEMONS = `
if [ ! -d /run/systemd/system ] && [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi`;
