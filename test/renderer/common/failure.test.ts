import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { failureOf, failureOfCode } from '../../../renderer/common/failure.ts';

const refused = (data: unknown) =>
  TRPCClientError.from({ error: { code: -32_600, message: 'refused', data: data as never } });

describe('a failed request', () => {
  test('of the station says its own sentence', () => {
    expect(failureOf(refused({ motcua: { code: 'MC-DOS-03', vi: 'một lần', en: 'once' } }))).toEqual({
      code: 'MC-DOS-03',
      sentence: { vi: 'một lần', en: 'once' },
    });
  });
  test('without an answer says nothing: the gate speaks', () => {
    expect(failureOf(TRPCClientError.from(new Error('fetch failed')))).toEqual({});
  });
  test('of another kind is the program’s own error', () => {
    expect(failureOf(new Error('a bug')).code).toBe('MC-API-99');
    expect(failureOf(refused({ httpStatus: 500 })).code).toBe('MC-API-99');
  });
  test('a code that is not known keeps its letters and gets a sentence', () => {
    const failure = failureOfCode('MC-XYZ-01');
    expect(failure.code).toBe('MC-XYZ-01');
    expect(failure.sentence?.vi).toBeTruthy();
  });
});
