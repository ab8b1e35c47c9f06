import { describe, expect, it } from 'vitest';
import { formatPairingCode, pairingCodeFromBytes } from '../../../../domain/pairing.ts';
import { isUsableAddress, stageOf, typedCode } from '../../../../renderer/setup/pairing/stage.ts';
import { connection, pairingView } from '../samples.ts';

const code = formatPairingCode(pairingCodeFromBytes(new Uint8Array(64).fill(7)) ?? '');

describe('how the pairing stands', () => {
  it.each(['MC-NET-05', 'MC-NET-07'])('paired, and refused with %s: revoked', (refusal) => {
    expect(stageOf(pairingView(), connection({ state: 'offline', code: refusal }))).toBe('revoked');
  });

  it('a line that is down says nothing about the key', () => {
    expect(stageOf(pairingView(), connection({ state: 'offline', code: 'MC-NET-01' }))).toBe('paired');
    expect(stageOf(pairingView(), connection({ state: 'online' }))).toBe('paired');
  });

  it('a fixed token that is refused is not a key that was revoked', () => {
    const refused = connection({ state: 'offline', code: 'MC-NET-05' });
    expect(stageOf(pairingView({ state: 'token' }), refused)).toBe('token');
    expect(stageOf(pairingView({ state: 'none' }), refused)).toBe('first');
    expect(stageOf(pairingView({ state: 'broken' }), refused)).toBe('broken');
  });
});

describe('a code while it is typed', () => {
  it('counts what is missing, then says whether it is right', () => {
    expect(typedCode('')).toEqual({ is: 'empty' });
    expect(typedCode(code.slice(0, 6))).toEqual({ is: 'short', left: 7 });
    expect(typedCode(code)).toEqual({ is: 'good' });
    expect(typedCode(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`)).toEqual({ is: 'wrong' });
  });
});

it.each([
  ['cong.tinh.example', true],
  ['http://10.0.0.5', true],
  ['', false],
  ['hai từ', false],
  ['ftp://cong.example', false],
])('the address %j may be asked: %s', (typed, usable) => {
  expect(isUsableAddress(typed)).toBe(usable);
});
