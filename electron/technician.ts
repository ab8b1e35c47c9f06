/** The way out of a public window: a small pad over it, the technician's PIN, checked by the station. */
import { join } from 'node:path';
import { BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, session } from 'electron';
import type { StationReady } from '../domain/shell-protocol.ts';
import { guardContents, guardSession } from './guard.ts';
import { CHANNELS, type PinAnswer, parsePin } from './ipc.ts';
import { isOwnPage, PIN_PAGE, servePages } from './pages.ts';
import type { PinAttempts } from './pin-attempts.ts';
import type { RoleWindow } from './role-window.ts';
import { verifyPin } from './station-client.ts';

const PAD = { width: 520, height: 760 } as const;

export interface TechnicianOptions {
  readonly attempts: PinAttempts;
  readonly station: () => StationReady | undefined;
  readonly findWindow: (contentsId: number) => RoleWindow | undefined;
  readonly onAccepted: (window: RoleWindow) => void;
}

export class TechnicianDoor {
  readonly #options: TechnicianOptions;
  #pad: { readonly browser: BrowserWindow; readonly over: RoleWindow } | undefined;

  constructor(options: TechnicianOptions) {
    this.#options = options;
    ipcMain.on(CHANNELS.cornerTapped, (event) => this.#cornerTapped(event));
    ipcMain.on(CHANNELS.cancelPin, (event) => this.#isFromPad(event) && this.#closePad());
    ipcMain.handle(CHANNELS.enterPin, (event, value: unknown) => this.#enterPin(event, value));
  }

  /** Shows the pad over this window; a second call brings the same pad forward. */
  open(over: RoleWindow): void {
    if (this.#pad !== undefined) {
      this.#pad.browser.focus();
      return;
    }
    const browser = createPad(over.browser);
    this.#pad = { browser, over };
    browser.once('closed', () => {
      this.#pad = undefined;
    });
    void browser.loadURL(PIN_PAGE);
  }

  #cornerTapped({ sender, senderFrame }: IpcMainEvent): void {
    const window = this.#options.findWindow(sender.id);
    if (window !== undefined && senderFrame === sender.mainFrame) this.open(window);
  }

  async #enterPin(event: IpcMainInvokeEvent, value: unknown): Promise<PinAnswer> {
    const pad = this.#pad;
    if (pad === undefined || !this.#isFromPad(event)) throw new Error('refused: not the PIN pad');
    const answer = await this.#judge(value);
    if (answer.result === 'accepted') {
      this.#closePad();
      this.#options.onAccepted(pad.over);
    }
    return answer;
  }

  async #judge(value: unknown): Promise<PinAnswer> {
    const { attempts, station } = this.#options;
    const waitSeconds = attempts.waitSeconds();
    if (waitSeconds > 0) return { result: 'refused', waitSeconds };
    const pin = parsePin(value);
    if (pin === undefined) return { result: 'refused', waitSeconds: attempts.wrong() };
    const ready = station();
    if (ready === undefined) return { result: 'unavailable' };
    try {
      if (!(await verifyPin(ready, pin))) return { result: 'refused', waitSeconds: attempts.wrong() };
    } catch (error) {
      console.error(`PIN check: ${String(error)}`);
      return { result: 'unavailable' };
    }
    attempts.right();
    return { result: 'accepted' };
  }

  #isFromPad({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
    return (
      this.#pad?.browser.webContents.id === sender.id && senderFrame === sender.mainFrame && isOwnPage(sender.getURL())
    );
  }

  #closePad(): void {
    this.#pad?.browser.destroy();
    this.#pad = undefined;
  }
}

function createPad(over: BrowserWindow): BrowserWindow {
  const area = over.getBounds();
  const width = Math.min(PAD.width, area.width);
  const height = Math.min(PAD.height, area.height);
  const pages = session.fromPartition('motcua-pin');
  servePages(pages);
  const pad = new BrowserWindow({
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
    parent: over,
    modal: true,
    frame: false,
    resizable: false,
    alwaysOnTop: true,
    backgroundColor: '#ffffff',
    webPreferences: {
      session: pages,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: false,
      preload: join(__dirname, 'preload-pin.cjs'),
    },
  });
  const guard = { role: 'kiosk', origin: () => undefined, isOwnPage, onTechnicianChord: () => undefined } as const;
  guardSession(pages, guard);
  guardContents(pad.webContents, guard);
  return pad;
}
