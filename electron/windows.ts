/** All windows of this machine: opened from the configuration, kept on their monitors as those come and go. */
import { type Display, screen } from 'electron';
import type { ShellWindow } from '../domain/shell-config.ts';
import type { ToldMonitor } from '../domain/shell-protocol.ts';
import { isPublic } from './lockdown.ts';
import { chooseMonitor, type Monitor, modeOf, type Placement, placeWindow, rolesOn } from './placement.ts';
import { RoleWindow } from './role-window.ts';
import type { StationState } from './station-supervisor.ts';

/** As the protocol bears them (domain/shell-protocol.ts). */
const MOST_MONITORS = 16;
const LONGEST_LABEL = 200;

export interface WindowsOptions {
  readonly station: () => StationState;
  readonly askTechnician: (window: RoleWindow) => void;
  readonly isQuitting: () => boolean;
  /** Monitors or windows came or went. */
  readonly onChange: () => void;
}

export class Windows {
  readonly #options: WindowsOptions;
  readonly #open = new Set<RoleWindow>();

  constructor(options: WindowsOptions) {
    this.#options = options;
    screen.on('display-added', () => this.#placeAll());
    screen.on('display-removed', () => this.#placeAll());
    screen.on('display-metrics-changed', () => this.#placeAll());
  }

  /** One window a role: a second request shows the first one. */
  open(config: ShellWindow): void {
    const already = [...this.#open].find(({ role }) => role === config.role);
    if (already !== undefined) {
      already.browser.focus();
      return;
    }
    const window = new RoleWindow({
      config,
      placement: placementNow(config),
      station: this.#options.station,
      onTechnicianChord: (asked) => isPublic(asked.role) && this.#options.askTechnician(asked),
    });
    this.#open.add(window);
    window.browser.on('close', (event) => {
      if (!needsPin(config) || this.#options.isQuitting()) return;
      event.preventDefault();
      this.#options.askTechnician(window);
    });
    window.browser.once('closed', () => {
      this.#open.delete(window);
      this.#options.onChange();
    });
    this.#options.onChange();
  }

  /** What there is and what stands on it, in the order in which the configuration counts. */
  monitors(): readonly ToldMonitor[] {
    const displays = screen.getAllDisplays();
    const primary = displays.findIndex(({ id }) => id === screen.getPrimaryDisplay().id);
    const roles = rolesOn(
      [...this.#open].map(({ config }) => config),
      displays.length,
      primary,
    );
    return displays.slice(0, MOST_MONITORS).map((display, index) => toldOf(display, roles[index] ?? []));
  }

  find(contentsId: number): RoleWindow | undefined {
    return [...this.#open].find(({ browser }) => !browser.isDestroyed() && browser.webContents.id === contentsId);
  }

  /** The keyboard, and with it a reader in keyboard mode, goes where somebody works: to the board only if it is alone. */
  focusFirst(): void {
    const all = [...this.#open];
    const first = all.find(({ role }) => role !== 'display') ?? all[0];
    if (first?.browser.isMinimized()) first.browser.restore();
    first?.browser.focus();
  }

  onStation(state: StationState): void {
    for (const window of this.#open) window.onStation(state);
  }

  #placeAll(): void {
    for (const window of this.#open) window.place(placementNow(window.config));
    this.#options.onChange();
  }
}

/** A kiosk always; a display when it has the screen to itself. */
const needsPin = (config: ShellWindow): boolean =>
  config.role === 'kiosk' || (isPublic(config.role) && modeOf(config) === 'full');

function placementNow(config: ShellWindow): Placement {
  const monitors = screen.getAllDisplays().map(toMonitor);
  return placeWindow(config, chooseMonitor(config.monitor, monitors, toMonitor(screen.getPrimaryDisplay())));
}

/** Its own pixels, which are what its maker writes on it. */
const toldOf = ({ label, size, scaleFactor }: Display, windows: ToldMonitor['windows']): ToldMonitor => ({
  label: label.slice(0, LONGEST_LABEL),
  width: Math.round(size.width * scaleFactor),
  height: Math.round(size.height * scaleFactor),
  windows,
});

const toMonitor = ({ id, bounds, workArea }: Display): Monitor => ({ id, bounds, workArea });
