/** For the technician: what is connected, how it is, trying it, and the demo's device bench. */
import { statfsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { detectCandidates } from '../../devices/detect.ts';
import type { ScannedPage } from '../../devices/document-scanner/contract.ts';
import { deviceKindSchema, deviceViewSchema } from '../../domain/device.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { printJobViewSchema, type SetupState, setupStateSchema } from '../../domain/views.ts';
import type { Station } from '../station.ts';
import { deskInfoOf } from './desk.ts';
import { office, router, technician } from './trpc.ts';

const deviceCandidateSchema = z.object({
  kind: deviceKindSchema,
  driver: z.string(),
  label: z.string(),
  details: z.record(z.string(), z.string()),
});
const byId = z.object({ id: z.string().max(80) });

export const devices = router({
  list: office.output(z.array(deviceViewSchema).readonly()).query(({ ctx }) => ctx.station.hub.list()),
  refresh: technician.output(z.array(deviceViewSchema).readonly()).mutation(({ ctx }) => ctx.station.hub.refresh()),
  detect: technician
    .output(z.array(deviceCandidateSchema).readonly())
    .mutation(async () => [...(await detectCandidates())]),
  /** Prints a test page or slip; a reader is tried by scanning, a scanner by `testScan`. */
  testPrint: technician
    .input(byId)
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => {
      const device = station.hub.list().find(({ id }) => id === input.id);
      if (device?.kind !== 'receipt-printer' && device?.kind !== 'page-printer') throw new MotcuaError('MC-API-05');
      return station.prints.add({ document: 'test', title: device.name, printerId: device.id, copies: 1 });
    }),
  testScan: technician
    .input(byId)
    .output(z.object({ pages: z.number().int(), code: z.string().optional() }))
    .mutation(({ ctx, input }) => testScan(ctx.station, input.id)),
  noteTest: technician
    .input(byId.extend({ ok: z.boolean(), observed: z.string().max(400) }))
    .mutation(({ ctx, input }) => ctx.station.hub.note(input.id, { test: { ok: input.ok, observed: input.observed } })),
});

/** Feeds what is in the tray and throws the pages away: proof that the device feeds, nothing is kept. */
async function testScan(station: Station, id: string) {
  const scanner = station.hub.documentScanner(id);
  if (!scanner) throw new MotcuaError('MC-API-05');
  let pages = 0;
  const options = { source: 'feeder', dpi: 150, mode: 'gray', maxPages: 3 } as const;
  const throwAway = async ({ file }: ScannedPage): Promise<void> => {
    pages += 1;
    await rm(file, { force: true });
  };
  const end = await scanner.driver.scan(options, throwAway, new AbortController().signal);
  const code = end.end === 'stopped' ? end.code : undefined;
  station.hub.note(id, { pages, test: { ok: code === undefined, observed: `${pages}` } });
  return { pages, code };
}

export const setup = router({
  state: technician.output(setupStateSchema).query(({ ctx }) => setupState(ctx.station)),
});

function setupState(station: Station): SetupState {
  const { config, hub, line, store, demo, dataFolder } = station;
  const disk = statfsSync(dataFolder);
  return {
    desk: deskInfoOf(station),
    connection: line.state(),
    devices: hub.list(),
    portalUrl: config.portal?.url ?? '',
    bench: demo !== undefined && hub.bench !== undefined,
    system: {
      version: station.version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      dataFolder,
      databaseBytes: store.size(),
      freeBytes: disk.bavail * disk.bsize,
      startedAt: station.startedAt,
    },
  };
}
