/** A PC in a process of its own, which does as it is told (two-pcs.test.ts): as `openPc`, so store, key and line are real. */
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid7 } from 'uuid';
import { assertNever } from '../../domain/assert-never.ts';
import type { SharedKey } from '../../domain/sync.ts';
import type { Sync } from '../../offline-store/sync/sync.ts';
import { openPc, type Pc, type PcOptions } from './pc.ts';

export type ToPc =
  | { readonly do: 'open'; readonly options: PcOptions }
  | { readonly do: 'pair'; readonly code: string }
  /** Something is done at the counter, and the province has answered it. */
  | { readonly do: 'work' };

export type FromPc = {
  readonly type: 'did';
  readonly sharedKey?: SharedKey | undefined;
  readonly rejected: number;
};

let pc: Pc | undefined;
let line: Sync | undefined;

const opened = (): Pc => {
  if (!pc) throw new Error('not opened');
  return pc;
};

async function work(): Promise<void> {
  const at = Date.now();
  const actor = { operationId: uuid7(), officer: 'Người Mẫu', desk: 1, madeAt: at, correctedAt: at };
  opened().store.rate({ desk: 1, score: 5 }, actor);
  line?.kick();
  while (opened().store.outbox.counts().waiting > 0) await pause(20);
}

async function doAs(told: ToPc): Promise<void> {
  switch (told.do) {
    case 'open':
      pc = openPc(told.options);
      if (pc.identity.view().state === 'paired') line = pc.connect();
      return;
    case 'pair':
      await line?.stop();
      await opened().identity.pair({ portal: '', code: told.code, replace: line !== undefined });
      line = opened().connect();
      return;
    case 'work':
      return work();
    default:
      assertNever(told);
  }
}

process.on('message', (told: ToPc) => {
  void doAs(told).then(() => {
    const state = line?.state();
    const said: FromPc = { type: 'did', sharedKey: state?.sharedKey, rejected: state?.rejected ?? 0 };
    process.send?.(said);
  });
});
