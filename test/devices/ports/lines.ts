/** What the tests of lines share: a cable made by socat, and a line with what happened on it. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenPort, PortAddress, PortFault, Ports } from '../../../devices/ports/contract.ts';
import { createSerialPair, type SerialPair } from '../../rig/serial-pair.ts';

export const LIMIT = { timeout: 15_000 };

export interface TriedLine {
  readonly port: OpenPort;
  readonly text: () => string;
  readonly faults: PortFault[];
}

export async function openLine(ports: Ports, address: PortAddress): Promise<TriedLine> {
  const got: Uint8Array[] = [];
  const faults: PortFault[] = [];
  const port = await ports.open(address, {
    onData: (bytes) => got.push(bytes),
    onLost: (fault) => faults.push(fault),
  });
  return { port, text: () => Buffer.concat(got).toString(), faults };
}

/** The far end of a cable: what reached it. */
export function listen(far: string): { text(): string; close(): void } {
  const got: Buffer[] = [];
  const stream = createReadStream(far);
  stream.on('data', (bytes) => got.push(Buffer.from(bytes)));
  // The far end goes with the cable.
  stream.on('error', () => undefined);
  return { text: () => Buffer.concat(got).toString(), close: () => stream.destroy() };
}

export interface Cables {
  lay(name: string): Promise<SerialPair>;
  readonly folder: string;
  clear(): Promise<void>;
}

export async function createCables(): Promise<Cables> {
  const folder = await mkdtemp(join(tmpdir(), 'ports-'));
  const laid: SerialPair[] = [];
  return {
    folder,
    lay: async (name) => {
      const pair = await createSerialPair(folder, name);
      laid.push(pair);
      return pair;
    },
    clear: async () => {
      await Promise.all(laid.map((pair) => pair.cut()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
