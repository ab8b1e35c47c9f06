/**
 * One window of one role and its page: opened through a one-time link, opened again when it crashes, hangs, fails to
 * load or loses its session. While the station is away a loaded page stays as it is, typed words and all, under a calm
 * cover; a window without a page shows the waiting page.
 */
import { join } from 'node:path';
import { BrowserWindow, type Session, session, WebContentsView } from 'electron';
import type { WindowRole } from '../domain/role.ts';
import type { ShellWindow } from '../domain/shell-config.ts';
import type { StationReady } from '../domain/shell-protocol.ts';
import { delayAfter, PAGE_BACK_OFF } from './backoff.ts';
import { type GuardOptions, guardContents, guardSession } from './guard.ts';
import { isPublic, mayOpenDevTools } from './lockdown.ts';
import { isOwnPage, servePages, type WaitingReason, waitingPage, waitingReason } from './pages.ts';
import type { Placement } from './placement.ts';
import { requestLink } from './station-client.ts';
import type { StationState } from './station-supervisor.ts';

/** A station that is back within this time is not worth a word. */
const COVER_AFTER_MS = 4_000;
/** A page that has not answered for this long is started anew. */
const HANG_LIMIT_MS = 20_000;
/** Height of the cover at a desk, where the officer may go on reading what is under it; public windows are covered whole. */
const DESK_COVER_HEIGHT = 120;
const ABORTED = -3;

export interface RoleWindowOptions {
  readonly config: ShellWindow;
  readonly placement: Placement;
  readonly station: () => StationState;
  readonly onTechnicianChord: (window: RoleWindow) => void;
}

export class RoleWindow {
  readonly role: WindowRole;
  readonly config: ShellWindow;
  readonly browser: BrowserWindow;
  readonly #station: () => StationState;
  #openOrigin: string | undefined;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #coverTimer: NodeJS.Timeout | undefined;
  #hangTimer: NodeJS.Timeout | undefined;
  #cover: WebContentsView | undefined;
  #zoom = 1;

  constructor({ config, placement, station, onTechnicianChord }: RoleWindowOptions) {
    this.role = config.role;
    this.config = config;
    this.#station = station;
    const pages = session.fromPartition(`motcua-${config.role}`);
    servePages(pages);
    this.browser = createBrowser(config.role, placement, pages);
    this.place(placement);
    this.#guard(pages, () => onTechnicianChord(this));
    this.#watchPage();
    this.browser.on('closed', () => this.#forgetTimers());
    this.#show(station());
  }

  place({ bounds, fullScreen, zoom }: Placement): void {
    this.browser.setBounds(bounds);
    this.browser.setFullScreen(fullScreen);
    this.#zoom = zoom;
    this.browser.webContents.setZoomFactor(zoom);
    this.#placeCover();
  }

  /** Called on every change of the station's state. */
  onStation(state: StationState): void {
    if (!this.browser.isDestroyed()) this.#show(state);
  }

  #show(state: StationState): void {
    if (state.kind === 'running') {
      this.#uncover();
      if (this.#openOrigin !== state.ready.origin) void this.#open(state.ready);
      return;
    }
    const failures = state.kind === 'stopped' ? 0 : state.failures;
    const reason = waitingReason(failures, this.#openOrigin !== undefined);
    if (this.#openOrigin === undefined) this.#showWaiting(reason);
    else this.#coverSoon(reason);
  }

  async #open(ready: StationReady): Promise<void> {
    clearTimeout(this.#retry);
    this.#openOrigin = ready.origin;
    try {
      const link = await requestLink(ready, this.role);
      if (!this.browser.isDestroyed()) await this.browser.loadURL(link);
    } catch (error) {
      if (!this.browser.isDestroyed() && !isAborted(error)) this.#openAgain(String(error));
    }
  }

  /** The page is gone or never came: waiting page now, a fresh link after a pause. */
  #openAgain(why: string): void {
    console.error(`window ${this.role}: opening again: ${why}`);
    this.#openOrigin = undefined;
    this.#failures += 1;
    this.#showWaiting(waitingReason(this.#failures, true));
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#show(this.#station()), delayAfter(this.#failures, PAGE_BACK_OFF));
  }

  #showWaiting(reason: WaitingReason): void {
    this.browser.loadURL(waitingPage(reason)).catch((error: unknown) => {
      // Overtaken by the real page: exactly what is wanted.
      if (!isAborted(error)) console.error(`window ${this.role}: waiting page: ${String(error)}`);
    });
  }

  #guard(pages: Session, onTechnicianChord: () => void): void {
    const options: GuardOptions = { role: this.role, origin: () => this.#origin(), isOwnPage, onTechnicianChord };
    guardSession(pages, options);
    guardContents(this.browser.webContents, options);
  }

  #origin(): string | undefined {
    const state = this.#station();
    return state.kind === 'running' ? state.ready.origin : this.#openOrigin;
  }

  #watchPage(): void {
    const { webContents } = this.browser;
    webContents.on('did-navigate', (_event, url, status) => this.#arrived(url, status));
    webContents.on('did-fail-load', (_event, code, text, url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED && !isOwnPage(url)) this.#openAgain(text);
    });
    webContents.on('render-process-gone', (_event, { reason }) => this.#openAgain(reason));
    webContents.on('unresponsive', () => {
      this.#hangTimer = setTimeout(() => webContents.forcefullyCrashRenderer(), HANG_LIMIT_MS);
    });
    webContents.on('responsive', () => clearTimeout(this.#hangTimer));
    this.browser.on('resize', () => this.#placeCover());
  }

  #arrived(url: string, status: number): void {
    clearTimeout(this.#hangTimer);
    if (isOwnPage(url)) return;
    if (status >= 400) this.#openAgain(`status ${status}`);
    else this.#failures = 0;
    this.browser.webContents.setZoomFactor(this.#zoom);
  }

  #coverSoon(reason: WaitingReason): void {
    if (this.#cover !== undefined) {
      this.#loadCover(reason);
      return;
    }
    this.#coverTimer ??= setTimeout(() => this.#coverNow(reason), COVER_AFTER_MS);
  }

  #coverNow(reason: WaitingReason): void {
    if (this.browser.isDestroyed()) return;
    const cover = new WebContentsView({
      webPreferences: {
        session: this.browser.webContents.session,
        sandbox: true,
        contextIsolation: true,
        devTools: false,
      },
    });
    guardContents(cover.webContents, {
      role: this.role,
      origin: () => undefined,
      isOwnPage,
      onTechnicianChord: () => undefined,
    });
    this.#cover = cover;
    this.browser.contentView.addChildView(cover);
    this.#placeCover();
    this.#loadCover(reason);
  }

  #loadCover(reason: WaitingReason): void {
    const cover = this.#cover;
    cover?.webContents.loadURL(waitingPage(reason)).catch((error: unknown) => {
      // A cover that was taken away while loading is good news.
      if (cover === this.#cover && !isAborted(error)) console.error(`window ${this.role}: cover: ${String(error)}`);
    });
  }

  #placeCover(): void {
    const { width, height } = this.browser.getContentBounds();
    this.#cover?.setBounds({
      x: 0,
      y: 0,
      width,
      height: isPublic(this.role) ? height : Math.min(height, DESK_COVER_HEIGHT),
    });
  }

  #uncover(): void {
    clearTimeout(this.#coverTimer);
    this.#coverTimer = undefined;
    if (this.#cover === undefined) return;
    this.browser.contentView.removeChildView(this.#cover);
    this.#cover.webContents.close();
    this.#cover = undefined;
  }

  #forgetTimers(): void {
    for (const timer of [this.#retry, this.#coverTimer, this.#hangTimer]) clearTimeout(timer);
  }
}

function createBrowser(role: WindowRole, placement: Placement, pages: Session): BrowserWindow {
  const browser = new BrowserWindow({
    ...placement.bounds,
    title: TITLES[role],
    // Nobody types into the board in the hall: were it to take the keyboard, a reader's codes would go nowhere.
    show: role !== 'display',
    kiosk: placement.fullScreen && role === 'kiosk',
    frame: !placement.fullScreen,
    autoHideMenuBar: true,
    backgroundColor: role === 'display' ? '#1a1026' : '#f7f6f9',
    webPreferences: {
      session: pages,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: mayOpenDevTools(role),
      spellcheck: false,
      navigateOnDragDrop: false,
      // The hall's chime and voice come without a click; a board that is out of focus still turns its pages.
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
      ...(isPublic(role) ? { preload: join(__dirname, 'preload-public.cjs') } : {}),
    },
  });
  if (role === 'display') browser.showInactive();
  return browser;
}

const TITLES = {
  counter: 'Một cửa – Quầy',
  kiosk: 'Một cửa – Ki-ốt',
  display: 'Một cửa – Bảng gọi số',
  setup: 'Một cửa – Thiết lập',
} as const satisfies Record<WindowRole, string>;

/** Electron rejects an overtaken load with ERR_ABORTED. */
const isAborted = (error: unknown): boolean => error instanceof Error && 'errno' in error && error.errno === ABORTED;
