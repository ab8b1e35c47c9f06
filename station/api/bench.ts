/** The device bench: the virtual devices and the demo's line to the province, for training and for trying faults. */
import { z } from 'zod';
import type { VirtualBench } from '../../devices/virtual-bench.ts';
import {
  benchStateSchema,
  feederFaultSchema,
  lineModeSchema,
  pagePrinterFaultSchema,
  paperStateSchema,
  readerFaultSchema,
} from '../../domain/bench.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { formatTicketBarcode } from '../../domain/queue-rules.ts';
import { LAYOUT_TEST_CODE } from '../../domain/reader-test.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import { ticketsToday } from '../services/queue.ts';
import type { Station } from '../station.ts';
import { router, technician } from './trpc.ts';

const onBench = technician.use(({ ctx, next }) => {
  const { demo, hub } = ctx.station;
  if (!demo || !hub.bench) throw new MotcuaError('MC-API-01');
  return next({ ctx: { ...ctx, demo, bench: hub.bench } });
});

export const bench = router({
  state: onBench.output(benchStateSchema).query(({ ctx }) => stateOf(ctx.station, ctx.bench)),
  scan: onBench
    .input(z.object({ deviceId: z.string().max(80), text: z.string().max(5_000) }))
    .output(z.boolean())
    .mutation(({ ctx, input }) => ctx.bench.scan(input.deviceId, input.text)),
  unplug: onBench
    .input(z.object({ deviceId: z.string().max(80), unplugged: z.boolean() }))
    .output(z.boolean())
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.unplug(input.deviceId, input.unplugged))),
  readerFault: onBench
    .input(z.object({ deviceId: z.string().max(80), fault: readerFaultSchema }))
    .output(z.boolean())
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.setReaderFault(input.deviceId, input.fault))),
  paper: onBench
    .input(z.object({ state: paperStateSchema }))
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.printer.setPaper(input.state))),
  tearOff: onBench.mutation(({ ctx }) => after(ctx.station, ctx.bench.printer.tearOff())),
  pagePrinter: onBench
    .input(z.object({ fault: pagePrinterFaultSchema }))
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.pagePrinter.setFault(input.fault))),
  load: onBench
    .input(z.object({ sheets: z.number().int().min(0).max(50) }))
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.feeder.load(input.sheets))),
  feederFault: onBench
    .input(z.object({ fault: feederFaultSchema, atSheet: z.number().int().min(1).max(50) }))
    .mutation(({ ctx, input }) => after(ctx.station, ctx.bench.feeder.setFault(input.fault, input.atSheet))),
  line: onBench.input(z.object({ mode: lineModeSchema })).mutation(async ({ ctx, input }) => {
    await ctx.demo.setLine(input.mode);
    ctx.station.line.kick();
    after(ctx.station, undefined);
  }),
  reset: onBench.mutation(async ({ ctx }) => {
    ctx.bench.reset();
    await ctx.demo.setLine('up');
    after(ctx.station, undefined);
  }),
});

/** The drivers look again at once, as they would within seconds. */
function after<T>(station: Station, result: T): T {
  station.bus.emit({ type: 'bench-changed', at: station.clock.now() });
  station.hub.refresh().then(
    () => station.prints.kick(),
    (error: unknown) => station.log.warn({ error }, 'refresh after a change on the bench'),
  );
  return result;
}

function stateOf(station: Station, bench: VirtualBench) {
  const newest = station.store.dossiers.readyResults(1)[0];
  const ticket = ticketsToday(station).at(-1);
  return {
    readers: station.hub
      .list()
      .filter(({ kind, virtual }) => kind === 'barcode-scanner' && virtual)
      .map(({ id, name, state }) => ({ id, name, state, fault: bench.readerFault(id) ?? 'none' })),
    boards: station.hub
      .list()
      .filter(({ kind, virtual }) => kind === 'queue-board' && virtual)
      .map(({ id, name, state }) => ({ id, name, state })),
    calls: bench.board.shown().map(({ ticket, desk }) => ({ ticket, desk })),
    samples: {
      receipt: newest ? formatReceiptQr(newest.received.code, newest.received.secret) : '',
      receiptCode: newest?.received.code ?? '',
      card: station.demo?.sampleCard ?? '',
      ticket: ticket ? formatTicketBarcode(ticket) : '',
      foreign: '000.00.00.G15-KQ004389',
      layout: LAYOUT_TEST_CODE,
    },
    paper: bench.printer.paper(),
    pagePrinter: bench.pagePrinter.fault(),
    slips: bench.printer.slips().map(({ id, at, cut, bitmap }) => ({ id, at, cut, height: bitmap.height })),
    papers: bench.pagePrinter.papers().map(({ id, at, title }) => ({ id, at, title })),
    feeder: bench.feeder.state(),
    line: station.demo?.line() ?? 'up',
  };
}
