/** The shell around the pages: what opens, what is locked, and that it keeps the station running. */
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WindowRole } from '../../domain/role.ts';
import { PACKAGED_APP } from '../../scripts/paths.ts';
import { DEMO_PIN } from '../../station/demo/commune.ts';
import { launch, RESULTS, type RunningProgram } from './launch.ts';
import { commandOf, descendantsOf, isRunning, sandboxOf } from './processes.ts';
import { until } from './until.ts';

const ROLES = ['counter', 'kiosk', 'display'] as const satisfies readonly WindowRole[];
const PUBLIC_ROLES = ['kiosk', 'display'] as const;

let program: RunningProgram;

beforeAll(async () => {
  program = await launch({ windows: ROLES, name: 'shell' });
  // No window, no test: otherwise each of them would wait for itself.
  await Promise.all(ROLES.map(program.page));
});

afterAll(async () => {
  await program.stop();
});

describe('each window', () => {
  test.each(ROLES)('%s shows its own page of the station', async (role) => {
    const page = await program.page(role);
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    await expect(page.title()).resolves.not.toBe('');
  });

  test.each(ROLES)('%s has no Node and no Electron in its page', async (role) => {
    const page = await program.page(role);
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'electron', 'Buffer', 'global'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  test.each(ROLES)('%s runs in Chromium’s sandbox', async (role) => {
    const pid = await rendererOf(program.app, await program.page(role));
    expect(sandboxOf(pid)).toEqual({ filtered: true, ownNamespace: true });
  });

  test.each(ROLES)('%s opens no other window', async (role) => {
    const page = await program.page(role);
    const windows = program.app.windows().length;
    await expect(page.evaluate(() => window.open('about:blank'))).resolves.toBeNull();
    expect(program.app.windows()).toHaveLength(windows);
  });

  test.each(ROLES)('%s stays on the station when a page wants to leave', async (role) => {
    const page = await program.page(role);
    const before = page.url();
    for (const target of ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'data:text/html,x']) {
      await page.evaluate((address) => {
        window.location.href = address;
      }, target);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      expect(page.url()).toBe(before);
    }
  });

  test.each(ROLES)('%s cannot reach anything but the station', async (role) => {
    const page = await program.page(role);
    const outcome = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/', { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
  });

  test.each(ROLES)('%s gets no permission', async (role) => {
    const page = await program.page(role);
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi'] as const;
      return Promise.all(
        names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)),
      );
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
    const camera = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        () => 'refused',
      ),
    );
    expect(camera).toBe('refused');
  });

  test.each(ROLES)('%s saves no file', async (role) => {
    const page = await program.page(role);
    await countDownloads(program.app, page);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
    });
    await expect(
      until(
        () => downloadsSeen(program.app),
        (seen) => seen.length > 0,
      ),
    ).resolves.toEqual(['prevented']);
  });
});

describe('public windows', () => {
  test.each(PUBLIC_ROLES)('%s has no developer tools', async (role) => {
    const page = await program.page(role);
    const open = await (await program.app.browserWindow(page)).evaluate((browser) => {
      browser.webContents.openDevTools();
      return browser.webContents.isDevToolsOpened();
    });
    expect(open).toBe(false);
  });

  test.each(PUBLIC_ROLES)('%s takes letters and refuses shortcuts', async (role) => {
    const page = await program.page(role);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      window.addEventListener('keydown', ({ key }) => seen.push(key));
    });
    await typeKeys(program.app, page, ['F5', 'F11', 'F12', 'Control+J', 'Control+P', 'Alt+Left', 'Escape', 'x']);
    const seen = await until(
      () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen),
      (keys) => keys.includes('x'),
    );
    expect(seen.filter((key) => !['Control', 'Alt'].includes(key))).toEqual(['x']);
  });

  test('a kiosk that is closed asks for the PIN and stays', async () => {
    const page = await program.page('kiosk');
    await (await program.app.browserWindow(page)).evaluate((browser) => browser.close());
    const pad = await pinPad(program.app);
    await pad.getByRole('button', { name: 'Huỷ' }).click();
    await until(
      () => program.app.windows().includes(pad),
      (open) => !open,
    );
    expect(program.app.windows()).toContain(page);
  });

  test('a wrong PIN does not open the kiosk', async () => {
    const page = await program.page('kiosk');
    await typeKeys(program.app, page, ['Control+Alt+Shift+T']);
    const pad = await pinPad(program.app);
    await enterPin(pad, '000000');
    await until(
      () => pad.locator('#message').textContent(),
      (text) => text?.includes('Chưa đúng mã') ?? false,
    );
    await pad.getByRole('button', { name: 'Huỷ' }).click();
    await until(
      () => program.app.windows().includes(pad),
      (open) => !open,
    );
    expect(program.app.windows()).toContain(page);
  });
});

describe('the technician', () => {
  test('leaves the kiosk with the right PIN, finds the set-up window, and in it this PC’s monitor', async () => {
    const another = await launch({ windows: ['kiosk'], name: 'shell-technician' });
    try {
      const kiosk = await another.page('kiosk');
      await typeKeys(another.app, kiosk, ['Control+Alt+Shift+T']);
      await enterPin(await pinPad(another.app), DEMO_PIN);
      const setup = await another.page('setup');
      expect(another.app.windows()).not.toContain(kiosk);
      await expect(monitorIn(setup)).resolves.toMatch(/\d{3,} × \d{3,}.*Đang hiện cửa sổ khác/s);
      await setup.screenshot({ path: join(RESULTS, 'setup-add.png') });
    } finally {
      await another.stop();
    }
  });
});

/** What “add a device” says of it, once it has searched; the network is asked for some seconds. */
async function monitorIn(setup: Page): Promise<string> {
  await setup.getByRole('button', { name: 'Thêm thiết bị' }).click();
  const card = setup.getByRole('listitem').filter({ hasText: 'monitor 1' });
  await card.waitFor({ timeout: 40_000 });
  return card.innerText();
}

// Before the next one, whose failures in a row count: after the fourth the port itself is given up.
describe('a station that is killed', () => {
  test('starts the station again when it is killed, at the same address, under the pages that are open', async () => {
    const page = await program.page('counter');
    const before = page.url();
    await page.evaluate(() => Object.assign(globalThis, { untouched: true }));
    const first = await program.station();
    process.kill(first, 'SIGKILL');
    await until(program.station, (pid) => pid !== first && isRunning(pid));
    await until(
      () =>
        page.evaluate(() =>
          fetch('/health').then(
            ({ ok }) => ok,
            () => false,
          ),
        ),
      (ok) => ok,
    );
    expect(page.url()).toBe(before);
    await expect(page.evaluate(() => 'untouched' in globalThis)).resolves.toBe(true);
  });
});

describe('while the station is away', () => {
  test('every window says so calmly, and all go on by themselves', async () => {
    const pages = await Promise.all(ROLES.map((role) => program.page(role)));
    const { port } = new URL(pages[0]?.url() ?? '');
    process.kill(await program.station(), 'SIGKILL');
    const squatter = await occupy(Number(port));
    const covers = await until(
      () => program.app.windows().filter((page) => page.url().startsWith('motcua://shell/waiting.html')),
      (found) => found.length === ROLES.length,
    );
    await Promise.all(
      covers.map((cover) =>
        until(
          () => cover.locator('h1:visible').textContent(),
          (text) => text !== null && text.length > 0,
        ),
      ),
    );
    await new Promise((resolve) => squatter.close(resolve));
    await until(
      () => program.app.windows().filter((page) => page.url().startsWith('motcua://')).length,
      (left) => left === 0,
      60_000,
    );
    for (const role of ROLES)
      await until(
        async () => healthSeenBy(await program.page(role)),
        (ok) => ok,
        60_000,
      );
  });
});

/** Whether the station answers this page; not while the page is being opened at the station's new port. */
const healthSeenBy = (page: Page): Promise<boolean> =>
  page.evaluate(() => fetch('/health').then(({ ok }) => ok)).catch(() => false);

describe('the program', () => {
  test('was started without a switch that weakens it', () => {
    const commands = [program.pid, ...descendantsOf(program.pid)].map(commandOf);
    expect(
      commands.filter((command) => command.includes('no-sandbox') || command.includes('disable-web-security')),
    ).toEqual([]);
  });

  test('has its fuses set as decided', async () => {
    const { FuseV1Options, getCurrentFuseWire } = createRequire(import.meta.url)(
      '@electron/fuses',
    ) as typeof import('@electron/fuses');
    const wire = await getCurrentFuseWire(process.env['MOTCUA_E2E_APP'] ?? PACKAGED_APP);
    const isOn = (fuse: number): boolean => wire[fuse as keyof typeof wire] === '1'.charCodeAt(0);
    expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
    expect(isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(false);
  });

  test('opens a page again when its process dies', async () => {
    const page = await program.page('display');
    const browser = await program.app.browserWindow(page);
    await browser.evaluate(({ webContents }) => webContents.forcefullyCrashRenderer());
    await until(
      () => browser.evaluate(({ webContents }) => `${webContents.isCrashed()} ${webContents.getURL()}`),
      (seen) => /^false http.*\/display\//.test(seen),
    );
  });

  test('gives the keyboard to the counter, not to the board, and leaves no process behind', async () => {
    const another = await launch({ windows: ['counter', 'display'], name: 'shell-quit' });
    await another.page('display');
    const counter = await another.app.browserWindow(await another.page('counter'));
    await until(
      () => counter.evaluate((window) => window.isFocused()),
      (focused) => focused,
    );
    const station = await another.station();
    expect(isRunning(station)).toBe(true);
    await expect(another.stop()).resolves.toEqual([]);
  });
});

/** Holds the station's port, so that it cannot come back to it. */
async function occupy(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        server.once('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => resolve(true));
      }),
    (held) => held,
  );
  return server;
}

async function rendererOf(app: ElectronApplication, page: Page): Promise<number> {
  const browser = await app.browserWindow(page);
  return browser.evaluate(({ webContents }) => webContents.getOSProcessId());
}

async function enterPin(pad: Page, pin: string): Promise<void> {
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.getByRole('button', { name: 'Tiếp tục' }).click();
}

/**
 * Through the window, as a keyboard does: Playwright's own keyboard goes round the shell's filter. A window without the
 * keyboard drops what is typed into it without a word, and which of several has it after the start is chance.
 */
async function typeKeys(app: ElectronApplication, page: Page, keys: readonly string[]): Promise<void> {
  const browser = await app.browserWindow(page);
  await until(
    () =>
      browser.evaluate((window) => {
        window.focus();
        window.webContents.focus();
        return window.isFocused() && window.webContents.isFocused();
      }),
    (focused) => focused,
  );
  for (const key of keys) {
    await browser.evaluate(({ webContents }, combination) => {
      const words = combination.split('+');
      const keyCode = words.pop() ?? '';
      const modifiers = words.map((word) => word.toLowerCase() as 'control' | 'alt' | 'shift');
      webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
      webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
    }, key);
  }
}

const pinPad = async (app: ElectronApplication): Promise<Page> => {
  const pad = await until(
    () => app.windows().find((page) => page.url() === 'motcua://shell/pin.html'),
    (found) => found !== undefined,
  );
  if (pad === undefined) throw new Error('no PIN pad');
  await pad.waitForLoadState();
  return pad;
};

async function countDownloads(app: ElectronApplication, page: Page): Promise<void> {
  const browser = await app.browserWindow(page);
  await app.evaluate(() => Object.assign(globalThis, { downloads: [] }));
  await browser.evaluate(({ webContents }) => {
    webContents.session.on('will-download', (event: { readonly defaultPrevented: boolean }) => {
      (globalThis as unknown as { downloads: string[] }).downloads.push(event.defaultPrevented ? 'prevented' : 'begun');
    });
  });
}

const downloadsSeen = (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads);
