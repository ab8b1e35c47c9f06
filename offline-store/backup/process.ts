/**
 * The process beside the station: makes one backup, or looks through the database, says how it went and ends. It begins nothing by
 * itself and ends with the station, also when that is killed. Its order comes from station code of the same version (run-process.ts);
 * keys come with it, never in arguments or the environment.
 */
import { getPriority, setPriority } from 'node:os';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import { storeError } from '../store-error.ts';
import { type BackupOrder, makeBackup } from './make.ts';
import type { ProcessAnswer, ProcessOrder } from './run-process.ts';

/** The desk goes first. */
const NICE = 10;

const checkDatabase = (file: string): string => {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    return String(db.pragma('quick_check(1)', { simple: true }));
  } finally {
    db.close();
  }
};

const carryOut = async (order: ProcessOrder): Promise<ProcessAnswer> => {
  if (order.kind === 'check') return { kind: 'checked', verdict: checkDatabase(order.file) };
  const key = Buffer.from(order.key.secret, 'base64');
  const keys = { current: () => ({ id: order.key.id, key }), byId: () => undefined };
  return { kind: 'made', result: await makeBackup(order.backup satisfies BackupOrder, keys, alive) };
};

const failureOf = (error: unknown): ProcessAnswer => {
  const known = storeError(error);
  if (known instanceof MotcuaError) return { kind: 'failed', code: known.code, context: known.context };
  return { kind: 'failed', code: 'MC-API-99', context: { error: error instanceof Error ? error.message : '' } };
};

/** At most one sign of life a second. */
let toldAt = 0;
function alive(): void {
  if (performance.now() - toldAt < 1_000) return;
  toldAt = performance.now();
  process.send?.(
    { kind: 'alive' } satisfies ProcessAnswer,
    undefined,
    undefined,
    (unsent) => unsent && process.exit(0),
  );
}

const answer = (said: ProcessAnswer): void => {
  process.send?.(said, () => process.disconnect());
};

setPriority(Math.max(getPriority(), NICE));
process.on('disconnect', () => process.exit(0));
process.once('message', (order: ProcessOrder) => {
  carryOut(order).then(answer, (error: unknown) => answer(failureOf(error)));
});
