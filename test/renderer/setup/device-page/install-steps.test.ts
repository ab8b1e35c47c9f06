import { beforeAll, describe, expect, it } from 'vitest';
import { installSteps } from '../../../../renderer/setup/device-page/install-steps.ts';
import type { Say } from '../../../../renderer/setup/text.ts';
import { connection, device, NOON, pairingView, setupState, vietnamese } from '../samples.ts';

let t: Say;
beforeAll(() => {
  t = vietnamese();
});

const step = (key: string, state = setupState()) => installSteps(t, state).find((one) => one.key === key);

describe('the way from the box to acceptance', () => {
  it('ticks the line only after an exchange', () => {
    expect(step('connect')?.done).toBe(true);
    expect(step('connect', setupState({ connection: connection({ lastExchangeAt: undefined }) }))?.done).toBe(false);
    expect(step('connect', setupState({ connection: connection({ state: 'offline' }) }))?.done).toBe(false);
    expect(step('connect', setupState({ pairing: pairingView({ state: 'none' }) }))?.text).toBe('Chờ ghép với cổng');
  });

  it('ticks the pairing while the province takes the key, not after it was revoked', () => {
    expect(step('pair')).toMatchObject({ done: true, text: expect.stringMatching(/^Nhận khoá /) });
    const revoked = connection({ state: 'offline', code: 'MC-NET-07' });
    expect(step('pair', setupState({ connection: revoked }))).toMatchObject({ done: false });
    for (const state of ['none', 'broken'] as const)
      expect(step('pair', setupState({ pairing: pairingView({ state }) }))?.done).toBe(false);
  });

  it('does not accept a clock that is minutes off, and writes the comma as people here do', () => {
    expect(step('clock')).toMatchObject({ done: true, text: 'Lệch 0,4 giây so với tỉnh' });
    expect(step('clock', setupState({ connection: connection({ clockOffset: -300_000 }) }))?.done).toBe(false);
    expect(step('clock', setupState({ connection: connection({ clockOffset: undefined }) }))?.done).toBe(false);
  });

  it('asks for numbers before it is satisfied', () => {
    expect(step('numbers', setupState({ connection: connection({ numbersLeft: 0 }) }))?.done).toBe(false);
  });

  it('counts devices that are seen, and those that passed their test', () => {
    const devices = [
      device({ lastTest: { at: NOON, ok: true, observed: 'print:yes' } }),
      device({ id: 'b', state: 'absent' }),
    ];
    expect(step('found', setupState({ devices }))).toMatchObject({ done: false, text: '1 trong 2 đã nhận, 1 cần xem' });
    expect(step('tested', setupState({ devices }))).toMatchObject({ done: false, text: '1 trong 2 đã đạt' });
  });

  it('never calls an empty list finished', () => {
    expect(step('found', setupState({ devices: [] }))?.done).toBe(false);
    expect(step('tested', setupState({ devices: [] }))?.done).toBe(false);
  });
});
