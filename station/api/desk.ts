import { type DeskInfo, deskInfoSchema } from '../../domain/views/desk.ts';
import { connectionStateSchema } from '../../domain/views/line.ts';
import type { Station } from '../station.ts';
import { everyone, office, router } from './trpc.ts';

export function deskInfoOf({ config, clock, demo, version, shift }: Station): DeskInfo {
  const own = config.hall.find(({ number }) => number === config.desk);
  return {
    commune: config.commune,
    unit: config.unit,
    agency: config.agency,
    officer: shift.name(),
    desk: config.desk,
    deskFields: own?.fields ?? '',
    deskPhone: own?.phone ?? '',
    demo: demo !== undefined,
    version,
    now: clock.corrected(),
  };
}

export const desk = router({
  /** The officer's name is for the office only; a public window gets the desk without it. */
  info: everyone.output(deskInfoSchema).query(({ ctx }) => {
    const info = deskInfoOf(ctx.station);
    return ctx.role === 'counter' || ctx.role === 'technician' ? info : { ...info, officer: '' };
  }),
});

export const connection = router({
  state: office.output(connectionStateSchema).query(({ ctx }) => ctx.station.line.state()),
});
