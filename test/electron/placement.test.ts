import { describe, expect, test } from 'vitest';
import { chooseMonitor, type Monitor, modeOf, placeWindow, rolesOn } from '../../electron/placement.ts';

const monitor = (id: number, x: number, width: number, height: number): Monitor => ({
  id,
  bounds: { x, y: 0, width, height },
  workArea: { x, y: 0, width, height: height - 40 },
});
const desk = monitor(1, 0, 1366, 768);
const hall = monitor(2, 1366, 1920, 1080);

describe('the monitor', () => {
  test('is the one that the configuration names', () => {
    expect(chooseMonitor(1, [desk, hall], desk)).toBe(hall);
  });

  test('is the primary one while the named one is unplugged', () => {
    expect(chooseMonitor(1, [desk], desk)).toBe(desk);
  });
});

describe('whose windows stand where', () => {
  const windows = [
    { role: 'counter', monitor: 0 },
    { role: 'display', monitor: 1 },
    { role: 'kiosk', monitor: 5 },
  ] as const;

  test('is as the configuration says; of a monitor that is not there, the primary one has them', () => {
    expect(rolesOn(windows, 3, 2)).toEqual([['counter'], ['display'], ['kiosk']]);
    expect(rolesOn(windows, 1, 0)).toEqual([['counter', 'display', 'kiosk']]);
    expect(rolesOn([], 2, 0)).toEqual([[], []]);
  });
});

describe('a kiosk and a display', () => {
  test('own the whole screen unless told otherwise', () => {
    expect(modeOf({ role: 'kiosk', monitor: 0 })).toBe('full');
    expect(placeWindow({ role: 'display', monitor: 1 }, hall)).toEqual({
      bounds: hall.bounds,
      fullScreen: true,
      zoom: 1,
    });
  });

  test('keep their proportions in a window that is too small for them', () => {
    const { bounds, fullScreen, zoom } = placeWindow({ role: 'kiosk', monitor: 0, mode: 'window' }, desk);
    expect(fullScreen).toBe(false);
    expect(zoom).toBeCloseTo(728 / 1920);
    expect(bounds.width / bounds.height).toBeCloseTo(1080 / 1920, 2);
  });

  test('have their drawn size where there is room', () => {
    const wall = monitor(3, 0, 3840, 2160);
    expect(placeWindow({ role: 'kiosk', monitor: 0, mode: 'window' }, wall)).toMatchObject({
      bounds: { width: 1080, height: 1920 },
      zoom: 1,
    });
  });
});

test('a counter fills the work area of a small screen at full size, beside the task bar', () => {
  const placed = placeWindow({ role: 'counter', monitor: 0 }, desk);
  expect(placed).toEqual({ bounds: { x: 0, y: 0, width: 1366, height: 728 }, fullScreen: false, zoom: 1 });
});
