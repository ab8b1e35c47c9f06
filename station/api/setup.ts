/** For the technician: what is connected, how it is, which devices this PC has, and trying them. */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../../devices/log.ts';
import { deviceIdentitySchema, deviceViewSchema, scanTargetSchema } from '../../domain/device.ts';
import { deviceCandidateSchema } from '../../domain/device-candidate.ts';
import { deviceConfigSchema } from '../../domain/device-config.ts';
import { pageTrialSchema } from '../../domain/device-trial.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { printJobViewSchema } from '../../domain/views/prints.ts';
import { type SetupState, setupStateSchema } from '../../domain/views/setup.ts';
import { endBoardTrial } from '../services/boards.ts';
import { desksOfBoard, tryBoard, tryFeeding, tryPage } from '../services/device-trial.ts';
import type { Station } from '../station.ts';
import { deskInfoOf } from './desk.ts';
import { office, router, technician } from './trpc.ts';

/** How long the trial's number stands over a desk at most. */
const BOARD_TRIAL_MS = 60_000;

function boardTrialOver(station: Station, id: string): void {
  const board = station.hub.queueBoard(id);
  if (board) endBoardTrial(station, board.driver, desksOfBoard(station.hub, id, station.config.desk));
}

/** The station may be stopping by then, its store closed. */
function forgottenTrial(station: Station, id: string): void {
  try {
    boardTrialOver(station, id);
  } catch (error) {
    station.log.info({ device: id, reason: reasonOf(error) }, 'a board trial was not ended');
  }
}

const byId = z.object({ id: z.string().max(80) });

export const devices = router({
  list: office.output(z.array(deviceViewSchema).readonly()).query(({ ctx }) => ctx.station.hub.list()),
  refresh: technician.output(z.array(deviceViewSchema).readonly()).mutation(({ ctx }) => ctx.station.hub.refresh()),
  /** Up to 22 s; how far it has come is told as `search` events meanwhile. */
  detect: technician
    .output(z.array(deviceCandidateSchema).readonly())
    .mutation(({ ctx: { station } }) =>
      station.hub.detect((step) => station.bus.emit({ type: 'search', at: station.clock.now(), step })),
    ),
  add: technician
    .input(z.object({ config: deviceConfigSchema, identity: deviceIdentitySchema.optional() }))
    .output(deviceViewSchema)
    .mutation(({ ctx, input }) => ctx.station.deviceList.add(input.config, input.identity)),
  remove: technician.input(byId).mutation(({ ctx, input }) => ctx.station.deviceList.remove(input.id)),
  rename: technician
    .input(byId.extend({ name: z.string().trim().min(1).max(120) }))
    .output(deviceViewSchema)
    .mutation(({ ctx, input }) => ctx.station.deviceList.rename(input.id, input.name)),
  assign: technician
    .input(byId.extend({ target: scanTargetSchema }))
    .output(deviceViewSchema)
    .mutation(({ ctx, input }) => ctx.station.deviceList.assign(input.id, input.target)),
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
    .mutation(({ ctx, input }) => tryFeeding(ctx.station.hub, input.id)),
  /** One sheet with its picture and the codes on it; nothing is kept. */
  testPage: technician
    .input(byId)
    .output(pageTrialSchema)
    .mutation(({ ctx: { station }, input }) =>
      tryPage(station.hub, input.id, join(station.dataFolder, 'tmp'), station.log),
    ),
  testBoard: technician
    .input(byId)
    .output(z.object({ desks: z.array(z.number().int()).readonly() }))
    .mutation(async ({ ctx: { station }, input }) => {
      const desks = await tryBoard(station.hub, input.id, station.config.desk);
      // Whoever asked may have gone away without an answer.
      setTimeout(() => forgottenTrial(station, input.id), BOARD_TRIAL_MS).unref();
      return { desks };
    }),
  noteTest: technician
    .input(byId.extend({ ok: z.boolean(), observed: z.string().max(400) }))
    .mutation(({ ctx: { station }, input }) => {
      station.hub.note(input.id, { test: { ok: input.ok, observed: input.observed } });
      boardTrialOver(station, input.id);
    }),
});

export const setup = router({
  state: technician.output(setupStateSchema).query(({ ctx }) => setupState(ctx.station)),
});

function setupState(station: Station): SetupState {
  const { hub, line, store, demo, dataFolder } = station;
  const disk = statfsSync(dataFolder);
  return {
    desk: deskInfoOf(station),
    connection: line.state(),
    devices: hub.list(),
    pairing: station.identity.view(),
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
