/** Where each window goes. Pure: screens in, rectangles out; electron/windows.ts applies them. */
import { assertNever } from '../domain/assert-never.ts';
import type { WindowRole } from '../domain/role.ts';
import type { ShellWindow } from '../domain/shell-config.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Monitor {
  readonly id: number;
  readonly bounds: Rectangle;
  /** Without the task bar. */
  readonly workArea: Rectangle;
}

export interface Placement {
  readonly bounds: Rectangle;
  readonly fullScreen: boolean;
  /** Below 1 when the drawn size does not fit the screen and the page is shown smaller, in the demo on a laptop. */
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size each window was drawn for, in CSS pixels. */
export function drawnSize(role: WindowRole): Size {
  switch (role) {
    case 'counter':
    case 'setup':
    case 'display':
      return { width: 1920, height: 1080 };
    case 'kiosk':
      return { width: 1080, height: 1920 };
    default:
      return assertNever(role);
  }
}

/** Kiosk and display own their screen; office windows share it. */
export const modeOf = ({ role, mode }: ShellWindow): 'full' | 'window' =>
  mode ?? (role === 'kiosk' || role === 'display' ? 'full' : 'window');

/** The named monitor, or the primary one while it is unplugged. */
export const chooseMonitor = (wanted: number, monitors: readonly Monitor[], primary: Monitor): Monitor =>
  monitors[wanted] ?? primary;

/** Whose windows stand on each monitor, in their order; `primary` is its place among them. */
export const rolesOn = (
  windows: readonly ShellWindow[],
  monitors: number,
  primary: number,
): readonly (readonly WindowRole[])[] =>
  Array.from({ length: monitors }, (_, index) =>
    windows.filter(({ monitor }) => (monitor < monitors ? monitor : primary) === index).map(({ role }) => role),
  );

export function placeWindow(window: ShellWindow, monitor: Monitor): Placement {
  if (modeOf(window) === 'full') return { bounds: monitor.bounds, fullScreen: true, zoom: 1 };
  const { workArea } = monitor;
  const drawn = drawnSize(window.role);
  // Only kiosk and display have fixed geometry and shrink as a whole; office windows reflow to what there is.
  const fixed = window.role === 'kiosk' || window.role === 'display';
  const zoom = fixed ? Math.min(1, workArea.width / drawn.width, workArea.height / drawn.height) : 1;
  const width = Math.min(workArea.width, Math.floor(drawn.width * zoom));
  const height = Math.min(workArea.height, Math.floor(drawn.height * zoom));
  return { bounds: { x: workArea.x, y: workArea.y, width, height }, fullScreen: false, zoom };
}
