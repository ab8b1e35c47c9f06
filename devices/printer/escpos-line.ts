/**
 * How a driver gets at its printer. A network printer takes a connection for each job, from several PCs in turn. A cable
 * (serial, USB) is one line that is kept open, so that it is noticed when it goes and what the printer says by itself is heard.
 */
import { type OpenPort, type PortEvents, PortFault } from '../ports/contract.ts';
import { within } from '../ports/faults.ts';
import { type KeepOpenOptions, keepOpen } from '../ports/reopening.ts';
import { createLink, type FedLink, type PrinterLink } from './escpos-link.ts';

export interface PrinterLine {
  /** A link to the printer; rejects with a `PortFault` where there is none within `ms`, at once where nothing is plugged in. */
  link(ms: number): Promise<PrinterLink>;
  /** The user of a link is done with it. */
  release(link: PrinterLink): Promise<void>;
  /** The printer can be asked over a second link while the first is stuck. */
  readonly takesSeveral: boolean;
  /** Told when the printer may be in another state: the line came or went, or the printer said so. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

export type OpenPrinterPort = (events: PortEvents) => Promise<OpenPort>;

/** A connection for each use. */
export function createNetworkLine(open: OpenPrinterPort): PrinterLine {
  const links = new Set<PrinterLink>();
  return {
    takesSeveral: true,
    link: async (ms) => {
      const link = await within(ms, openLink(open), (late) => void late.abandon());
      links.add(link);
      return link;
    },
    release: (link) => {
      links.delete(link);
      return link.finish();
    },
    // Each use asks anew.
    onChange: () => undefined,
    close: async () => {
      await Promise.all([...links].map((link) => link.abandon()));
    },
  };
}

/** Pieces of data; more than this is no printer. */
const MAX_EARLY = 8;

/** What comes before the port is known is kept for it; a printer says little unasked. */
async function openLink(open: OpenPrinterPort): Promise<PrinterLink> {
  let fed: FedLink | undefined;
  const early: Uint8Array[] = [];
  let gone = false;
  const port = await open({
    onData: (bytes) => {
      if (fed) fed.take(bytes);
      else if (early.length < MAX_EARLY) early.push(bytes);
    },
    onLost: () => {
      gone = true;
      fed?.end();
    },
  });
  fed = createLink(port);
  for (const bytes of early) fed.take(bytes);
  if (gone) fed.end();
  return fed.link;
}

/** One line, opened again whenever it went; for a job that broke off it is hung up, so that what waits in it is dropped. */
export function createCableLine(options: KeepOpenOptions): PrinterLine {
  const waiting = new Set<() => void>();
  const listeners: (() => void)[] = [];
  let fed: FedLink | undefined;
  let fault = new PortFault('absent', 'the line is not open yet');
  /** Looked for and not there: who asks is told at once, and told again when it comes. */
  let away = false;

  const tell = (): void => {
    for (const go of waiting) go();
    for (const listener of listeners) listener();
  };
  const kept = keepOpen(options, {
    onOpen: (port) => {
      away = false;
      fed = createLink({ ...port, abort: () => hangUp(port) }, tell);
      tell();
    },
    onData: (bytes) => fed?.take(bytes),
    onDown: (why) => {
      fault = why;
      away = why.kind === 'absent';
      fed?.end();
      fed = undefined;
      tell();
    },
  });
  const hangUp = async (port: OpenPort): Promise<void> => {
    await (port.abort ? port.abort() : port.close());
    kept.reopen('a job broke off');
  };
  const open = (): PrinterLink | undefined => (fed?.link.lost ? undefined : fed?.link);

  return {
    takesSeveral: false,
    link: async (ms) => {
      const until = performance.now() + ms;
      for (let link = open(); ; link = open()) {
        if (link) return link;
        if (away || performance.now() >= until) throw fault;
        await woken(waiting, until - performance.now());
      }
    },
    release: async () => undefined,
    onChange: (listener) => void listeners.push(listener),
    close: async () => {
      fed?.end();
      await kept.close();
    },
  };
}

/** Until somebody tells, or for `ms`. */
function woken(waiting: Set<() => void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, Math.max(0, ms));
    waiting.add(go);
  });
}
