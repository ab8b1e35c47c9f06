/** The way from the box to acceptance, as far as the program itself knows it; every line is computed, none is ticked by hand. */
import { assertNever } from '../../../domain/assert-never.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { stageOf } from '../pairing/stage.ts';
import type { Say } from '../text.ts';
import { isTroubled } from './triage.ts';

export type InstallStep = {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
};
type Line = { readonly text: string; readonly done: boolean };

/** Deadlines and leases bear this much; beyond it the PC's clock should be set. */
const CLOCK_TOLERANCE_MS = 30_000;

export const seconds = (ms: number, decimalComma: boolean): string => {
  const text = (Math.abs(ms) / 1000).toFixed(1);
  return decimalComma ? text.replace('.', ',') : text;
};

export const isClockRight = (offset: number): boolean => Math.abs(offset) <= CLOCK_TOLERANCE_MS;

const pair = (t: Say, { pairing, connection }: SetupState): Line => {
  const stage = stageOf(pairing, connection);
  switch (stage) {
    case 'first':
      return { text: t('steps.pairNone'), done: false };
    case 'token':
      return { text: t('steps.pairToken'), done: true };
    case 'paired':
      return { text: t('steps.pairDone', { at: pairing.pairedAt ?? 0 }), done: true };
    case 'revoked':
      return { text: t('steps.pairRevoked'), done: false };
    case 'broken':
      return { text: t('steps.pairBroken'), done: false };
    default:
      return assertNever(stage);
  }
};

const connect = (t: Say, { connection, pairing }: SetupState): Line => {
  if (pairing.state === 'none') return { text: t('steps.connectNone'), done: false };
  if (connection.state === 'offline') return { text: t('steps.connectOff'), done: false };
  const at = connection.lastExchangeAt;
  return at === undefined
    ? { text: t('steps.connectWait'), done: false }
    : { text: t('steps.connectDone', { at }), done: true };
};

const clock = (t: Say, { clockOffset }: ConnectionState, decimalComma: boolean): Line => {
  if (clockOffset === undefined) return { text: t('steps.clockWait'), done: false };
  const done = isClockRight(clockOffset);
  return {
    text: t(done ? 'steps.clockDone' : 'steps.clockOff', { seconds: seconds(clockOffset, decimalComma) }),
    done,
  };
};

const numbers = (t: Say, { numbersLeft }: ConnectionState): Line =>
  numbersLeft > 0
    ? { text: t('steps.numbersDone', { count: numbersLeft }), done: true }
    : { text: t('steps.numbersNone'), done: false };

const found = (t: Say, { devices }: SetupState): Line => {
  const total = devices.length;
  if (total === 0) return { text: t('steps.foundNone'), done: false };
  const todo = devices.filter(isTroubled).length;
  const values = { found: devices.filter(({ state }) => state !== 'absent').length, total, todo };
  return { text: t(todo === 0 ? 'steps.foundText' : 'steps.foundTodo', values), done: todo === 0 };
};

const tested = (t: Say, { devices }: SetupState): Line => {
  if (devices.length === 0) return { text: t('steps.testedNone'), done: false };
  const passed = devices.filter(({ lastTest }) => lastTest?.ok === true).length;
  return { text: t('steps.testedText', { passed, total: devices.length }), done: passed === devices.length };
};

export const installSteps = (t: Say, state: SetupState, decimalComma = true): readonly InstallStep[] => [
  { key: 'pair', title: t('steps.pair'), ...pair(t, state) },
  { key: 'connect', title: t('steps.connect'), ...connect(t, state) },
  { key: 'clock', title: t('steps.clock'), ...clock(t, state.connection, decimalComma) },
  { key: 'numbers', title: t('steps.numbers'), ...numbers(t, state.connection) },
  { key: 'found', title: t('steps.found'), ...found(t, state) },
  { key: 'tested', title: t('steps.tested'), ...tested(t, state) },
];
