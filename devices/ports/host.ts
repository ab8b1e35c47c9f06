/**
 * The host process of one type of line: the only place where a native module is loaded. It does what it is told, answers a
 * ping while its own loop turns, and ends with the station. Started by host-client.ts; not imported by anybody.
 */
import { assertNever } from '../../domain/assert-never.ts';
import type { PortFault } from './contract.ts';
import { lostFault, openFault, within } from './faults.ts';
import { createFlow, type Flow } from './flow.ts';
import { loadAdapter } from './host-adapters.ts';
import type { Line } from './line.ts';
import type { Order, Report } from './messages.ts';

/** A line that cannot be closed in this time is left behind, in milliseconds. */
const CLOSE_MS = 2000;
/** Bytes of one line on their way to the station; then the line is not read until they are gone. */
const MAX_UNDELIVERED = 262_144;
const MAX_LISTED = 1000;

interface HeldLine {
  readonly line: Line;
  readonly flow: Flow;
}

const adapter = await loadAdapter(process.argv[2]);
const lines = new Map<number, HeldLine>();
/** Closed before they were open. */
const unwanted = new Set<number>();
/** What goes on at a path: an opening that was given up must be over before the next one begins. */
const turns = new Map<string, Promise<void>>();

const tell = (report: Report, sent?: () => void): void => {
  if (process.connected) process.send?.(report, undefined, undefined, () => sent?.());
};
const failed = (ask: number, fault: PortFault): void =>
  tell({ is: 'failed', ask, fault: { kind: fault.kind, reason: fault.message } });

type OpenOrder = Extract<Order, { readonly do: 'open' }>;

function openInTurn(order: OpenOrder): Promise<void> {
  const { path } = order.address;
  const mine = (turns.get(path) ?? Promise.resolve()).then(() => open(order));
  const over = mine.catch(() => undefined);
  turns.set(path, over);
  void over.then(() => turns.get(path) === over && turns.delete(path));
  return mine;
}

async function open({ line: id, address }: OpenOrder): Promise<void> {
  if (unwanted.delete(id)) return;
  let flow: Flow | undefined;
  let undelivered = 0;
  let over = false;
  const delivered = (bytes: number): void => {
    undelivered -= bytes;
    if (undelivered < MAX_UNDELIVERED) flow?.release();
  };
  const line = await adapter.open(address, {
    onData: (bytes) => {
      undelivered += bytes.length;
      tell({ is: 'data', line: id, bytes }, () => delivered(bytes.length));
      flow?.took(bytes.length);
      if (undelivered >= MAX_UNDELIVERED) flow?.hold();
    },
    onLost: (fault) => {
      over = true;
      flow?.stop();
      lines.delete(id);
      tell({ is: 'lost', line: id, fault: { kind: fault.kind, reason: fault.message } });
    },
  });
  flow = createFlow(line, () => tell({ is: 'slowed', line: id }));
  if (unwanted.delete(id)) return within(CLOSE_MS, line.close());
  if (over) throw new Error('the line ended while it was being opened');
  lines.set(id, { line, flow });
  tell({ is: 'done', ask: id });
}

async function write({ line: id, ask, bytes }: Extract<Order, { readonly do: 'write' }>): Promise<void> {
  const held = lines.get(id);
  if (!held) throw new Error('the line is closed');
  await held.line.write(bytes);
  tell({ is: 'done', ask });
}

async function close({ line: id, ask, drop }: Extract<Order, { readonly do: 'close' }>): Promise<void> {
  const held = lines.get(id);
  lines.delete(id);
  if (!held) unwanted.add(id);
  held?.flow.stop();
  await (held && within(CLOSE_MS, drop ? held.line.abort() : held.line.close()));
  tell({ is: 'done', ask });
}

async function list({ ask }: Extract<Order, { readonly do: 'list' }>): Promise<void> {
  const ports = await adapter.list();
  tell({ is: 'listed', ask, ports: ports.slice(0, MAX_LISTED) });
}

function obey(order: Order): void {
  switch (order.do) {
    case 'ping':
      tell({ is: 'pong' });
      break;
    case 'open':
      void openInTurn(order).catch((error) => unwanted.delete(order.line) || failed(order.line, openFault(error)));
      break;
    case 'write':
      void write(order).catch((error) => failed(order.ask, lostFault(error)));
      break;
    case 'close':
      void close(order).catch((error) => failed(order.ask, lostFault(error)));
      break;
    case 'list':
      void list(order).catch((error) => failed(order.ask, openFault(error)));
      break;
    default:
      assertNever(order);
  }
}

// Only the station can write here, and checking its words again would double the time that this process needs to begin.
process.on('message', (message) => obey(message as Order));
// The station is gone: so is the reason for this process.
process.on('disconnect', () => process.exit(0));
tell({ is: 'ready' });
