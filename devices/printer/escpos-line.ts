/**
 * How a driver gets at its printer. A network printer takes a connection for each job, from several PCs in turn. A cable
 * (serial, USB) is one line that stays open, so that it is noticed when it goes and what the printer says by itself is heard.
 */
import type { OpenPort, PortEvents } from '../ports/contract.ts';
import { createSerially } from '../serially.ts';
import { openLink, type PrinterLink } from './escpos-link.ts';

export type OpenPrinterPort = (events: PortEvents) => Promise<OpenPort>;

export interface PrinterLine {
  /** A link to the printer; rejects with a `PortFault`, or after `ms`. */
  link(ms: number): Promise<PrinterLink>;
  /** The user of a link is done with it. */
  release(link: PrinterLink): Promise<void>;
  /** The printer can be asked over a second link while the first is stuck. */
  readonly takesSeveral: boolean;
  /** Tells that the printer may have changed its state: the line went, or the printer said so. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

/** Rejects after `ms`; a link that comes later is closed. */
async function openWithin(open: () => Promise<PrinterLink>, ms: number): Promise<PrinterLink> {
  const opening = open();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the printer’s line does not open')), ms);
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    void opening.then(
      (link) => link.abandon(),
      () => undefined,
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A line for each use. */
export function createNetworkLine(open: OpenPrinterPort): PrinterLine {
  const links = new Set<PrinterLink>();
  return {
    takesSeveral: true,
    link: async (ms) => {
      const link = await openWithin(() => openLink(open), ms);
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

/** One line, opened when it is first needed and again after it was lost; whoever uses it must not at the same time. */
export function createCableLine(open: OpenPrinterPort): PrinterLine {
  const oneAtATime = createSerially();
  const listeners: (() => void)[] = [];
  let current: PrinterLink | undefined;
  let closed = false;
  const changed = (): void => {
    if (!closed) for (const listener of listeners) listener();
  };

  const opened = async (): Promise<PrinterLink> => {
    if (closed) throw new Error('the printer was closed');
    if (current && !current.lost) return current;
    current = await openLink(open, { onAutomatic: changed, onLost: changed });
    return current;
  };
  return {
    takesSeveral: false,
    // A line that opens late is kept: it is the only one.
    link: (ms) => openWithin(() => oneAtATime.run(opened), ms),
    release: async () => undefined,
    onChange: (listener) => void listeners.push(listener),
    close: async () => {
      closed = true;
      await oneAtATime.run(async () => current?.finish());
    },
  };
}
