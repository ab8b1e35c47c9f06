/** The device bench: what the bench page and the demo can do to the virtual devices. */
import type { VirtualTwin } from './opened.ts';
import type { FeederFault, PaperState, VirtualBench } from './virtual-bench.ts';

export interface BenchDevice {
  readonly id: string;
  readonly virtual: VirtualTwin;
}

interface Unpluggable {
  unplug(unplugged: boolean): void;
}

/** `touched` is told which device was changed, so that the list is right at once. */
export function createBench(
  devices: readonly BenchDevice[],
  touched: (deviceId: string) => void,
): VirtualBench | undefined {
  if (devices.length === 0) return undefined;
  const readers = devices.flatMap(({ id, virtual }) =>
    virtual.kind === 'barcode-scanner' ? [{ id, twin: virtual.twin }] : [],
  );
  const slipPrinters = devices.flatMap(({ id, virtual }) =>
    virtual.kind === 'receipt-printer' ? [{ id, twin: virtual.twin }] : [],
  );
  const pagePrinters = devices.flatMap(({ id, virtual }) =>
    virtual.kind === 'page-printer' ? [{ id, twin: virtual.twin }] : [],
  );
  const feeders = devices.flatMap(({ id, virtual }) =>
    virtual.kind === 'document-scanner' ? [{ id, twin: virtual.twin }] : [],
  );
  const boards = devices.flatMap(({ id, virtual }) =>
    virtual.kind === 'queue-board' ? [{ id, twin: virtual.twin }] : [],
  );
  const change = <T>(list: readonly { readonly id: string; readonly twin: T }[], what: (twin: T) => void): void => {
    for (const { id, twin } of list) {
      what(twin);
      touched(id);
    }
  };

  const setPaper = (state: PaperState): void => change(slipPrinters, (twin) => twin.paper.setPaper(state));
  const setFeederFault = (fault: FeederFault, atSheet: number): void =>
    change(feeders, (twin) => twin.setFault(fault, atSheet));
  const unplug = (deviceId: string, unplugged: boolean): boolean => {
    const mine = [...readers, ...slipPrinters, ...boards]
      .filter(({ id }) => id === deviceId)
      .map(({ id, twin }): { readonly id: string; readonly twin: Unpluggable } => ({ id, twin }));
    change(mine, (twin) => twin.unplug(unplugged));
    return mine.length > 0;
  };

  return {
    scan: (deviceId, text) =>
      readers.find(({ id }) => id === deviceId)?.twin.feed(new TextEncoder().encode(`${text}\r`)) ?? false,
    unplug,
    readerFault: (deviceId) => readers.find(({ id }) => id === deviceId)?.twin.fault(),
    setReaderFault: (deviceId, fault) => {
      const mine = readers.filter(({ id }) => id === deviceId);
      change(mine, (twin) => twin.setFault(fault));
      return mine.length > 0;
    },
    printer: {
      paper: () => slipPrinters[0]?.twin.paper.paper() ?? 'ok',
      setPaper,
      slips: () => slipPrinters.flatMap(({ twin }) => twin.paper.slips()),
      tearOff: () => change(slipPrinters, (twin) => twin.paper.tearOff()),
    },
    board: { shown: () => boards.flatMap(({ twin }) => twin.shown()) },
    pagePrinter: {
      fault: () => pagePrinters[0]?.twin.fault() ?? 'none',
      setFault: (fault) => change(pagePrinters, (twin) => twin.setFault(fault)),
      papers: () => pagePrinters.flatMap(({ twin }) => twin.papers()),
    },
    feeder: {
      state: () => feeders[0]?.twin.feeder() ?? { sheets: 0, fault: 'none', faultAt: 1 },
      load: (sheets) => change(feeders, (twin) => twin.load(sheets)),
      setFault: setFeederFault,
    },
    reset: () => {
      change(readers, (twin) => twin.setFault('none'));
      for (const { id } of [...slipPrinters, ...boards]) unplug(id, false);
      setPaper('ok');
      change(slipPrinters, (twin) => twin.paper.tearOff());
      change(pagePrinters, (twin) => {
        twin.setFault('none');
        twin.clear();
      });
      change(feeders, (twin) => twin.load(3));
      setFeederFault('none', 1);
    },
  };
}
