import { expect, test } from 'vitest';
import { parseRecords } from './read-records.ts';
import { CHECKS, type CheckName, failuresOf, isCheckName, logOf, type RigRecord } from './record.ts';
import { endFailures, resultOf } from './rig.ts';

const names = Object.keys(CHECKS).filter(isCheckName);
const check = (name: CheckName, ok = true): RigRecord => ({ is: 'check', at: 1500, name, ok, seen: 'as planted' });
const good: readonly RigRecord[] = [...names.map((name) => check(name)), { is: 'end', at: 2000 }];
const lines = (records: readonly unknown[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');

test('a run that showed everything and came to its end is good', () => {
  expect(parseRecords(lines(good))).toEqual(good);
  expect(failuresOf(good)).toEqual([]);
});

test('a check that did not hold is a failure with what was seen', () => {
  const planted = good.map((one) => (one.is === 'check' && one.name === 'no-scan-twice' ? { ...one, ok: false } : one));
  expect(failuresOf(planted)).toEqual(['no-scan-twice: no scan is delivered twice: NO: as planted']);
});

test('a check that held first and not later is a failure too', () => {
  expect(failuresOf([...good, check('hid-scan', false)])).toHaveLength(1);
});

test('what was never looked at is a failure, and so is a story without an end', () => {
  expect(failuresOf(good.filter((one) => one.is !== 'check' || one.name !== 'no-file-leak'))).toEqual([
    expect.stringContaining('was never looked at'),
  ]);
  expect(failuresOf(good.slice(0, -1))).toEqual(['the story did not come to its end']);
  expect(failuresOf([])).toHaveLength(names.length + 1);
});

test('half a line, rubbish and records of unknown checks are not taken for results', () => {
  const text = `${lines(good.slice(0, 1))}{"is":"check","at":1,"name":"hid-sc\nnull\n{"is":"check","at":1,"name":"made-up","ok":true,"seen":""}\n`;
  expect(parseRecords(text)).toEqual(good.slice(0, 1));
});

test('the log has a line for each record, with the guest’s clock', () => {
  expect(logOf([{ is: 'event', at: 1234, what: 'RIG-0001 unplugged' }])).toBe('    1.234 s  RIG-0001 unplugged\n');
  const figure: RigRecord = { is: 'figure', at: 0, name: 'noticed.hid', value: 80, unit: 'ms', aim: 2000 };
  expect(logOf([figure])).toContain('noticed.hid = 80 ms (aim on a real PC: 2000 ms)');
  expect(logOf([check('hid-scan', false)])).toContain('CHECK FAILED');
});

test('a machine that hung, crashed or refused a module fails the run', () => {
  const end = { exitCode: 0, timedOut: false, panicked: false, console: ['USB-RIG: the program ended with 0'] };
  expect(endFailures(end)).toEqual([]);
  expect(endFailures({ ...end, timedOut: true, exitCode: 1 })).toHaveLength(1);
  expect(endFailures({ ...end, panicked: true })).toEqual(["the guest's kernel stopped"]);
  expect(endFailures({ ...end, exitCode: 1 })).toEqual(['QEMU ended with 1']);
  expect(endFailures({ ...end, console: ['USB-RIG: module 01-x.ko was refused'] })).toHaveLength(1);
  expect(endFailures({ ...end, console: ['USB-RIG: the program ended with 1'] })).toHaveLength(1);
});

test('the result for programs carries every check, every figure and whether all is well', () => {
  const figure: RigRecord = { is: 'figure', at: 0, name: 'noticed.hid', value: 80, unit: 'ms', aim: 2000 };
  const result = resultOf('linux-image-x', [...good, figure], ['one']);
  expect(result).toMatchObject({ kernel: 'linux-image-x', ok: false, failures: ['one'] });
  expect(result.checks).toHaveLength(names.length);
  expect(result.figures).toEqual([{ name: 'noticed.hid', value: 80, unit: 'ms', aim: 2000 }]);
});
