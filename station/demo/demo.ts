/** Everything a demo needs before the station proper: its clock, its province and its levers. */
import { join } from 'node:path';
import type { LineMode } from '../../domain/bench.ts';
import type { WorkingCalendar } from '../../domain/calendar.ts';
import type { Environment } from '../environment.ts';
import { demoConfig, SAMPLE_CARD } from './commune.ts';
import type { DemoControls } from './controls.ts';
import { demoClockShift } from './demo-clock.ts';
import { type DemoPortal, demoPortalSchema, setPortalMode, startPortalProcess } from './portal-process.ts';

export interface Demo {
  readonly clockStart: number;
  readonly portal: DemoPortal;
  readonly controls: DemoControls;
  /** Resolves when the portal answers. */
  readonly portalReady: Promise<void>;
}

export async function startDemo(env: Environment, calendar: WorkingCalendar): Promise<Demo> {
  const clockShift = demoClockShift(join(env.dataFolder, 'demo-clock.json'), calendar, env.demoClock);
  const { station, agency } = demoConfig(undefined);
  const given = process.env['MOTCUA_DEMO_PORTAL'];
  const own =
    given === undefined
      ? await startPortalProcess({ folder: join(env.dataFolder, 'portal'), station, agency, clockShift })
      : undefined;
  const portal = own ?? demoPortalSchema.parse(JSON.parse(given ?? ''));
  return {
    clockStart: Date.now() + clockShift,
    portal,
    controls: controlsOf(portal, own?.stop),
    portalReady: own?.ready ?? Promise.resolve(),
  };
}

function controlsOf(portal: DemoPortal, stop: (() => Promise<void>) | undefined): DemoControls {
  let mode: LineMode = 'up';
  return {
    sampleCard: SAMPLE_CARD,
    portalAdmin: { url: portal.url, token: portal.adminToken },
    line: () => mode,
    setLine: async (wanted) => {
      await setPortalMode(portal, wanted);
      mode = wanted;
    },
    close: async () => stop?.(),
  };
}
