import { beforeAll, describe, expect, it } from 'vitest';
import type { StationEvent } from '../../../domain/views/event.ts';
import { phraseHappening } from '../../../renderer/setup/frame/Log.tsx';
import { type Happening, happeningOf, type Logged, withHappening } from '../../../renderer/setup/happenings.ts';
import type { Say } from '../../../renderer/setup/text.ts';
import { connection, device, job, NOON, vietnamese } from './samples.ts';

let t: Say;
beforeAll(() => {
  t = vietnamese();
});

const reader = device({ id: 'reader-counter', kind: 'barcode-scanner', name: 'Đầu đọc mã ở quầy' });
const known = { devices: [device(), reader], connection: connection() };
const said = (event: StationEvent): string | undefined => {
  const happening = happeningOf(event, known);
  return happening && phraseHappening(t, happening);
};

describe('the log', () => {
  it('tells of a trouble by its word', () => {
    expect(said({ type: 'device', at: NOON, device: device({ state: 'attention', code: 'MC-PRN-03' }) })).toBe(
      'Máy in phiếu: hết giấy.',
    );
  });

  it('says that a device without a code is not seen', () => {
    expect(said({ type: 'device', at: NOON, device: device({ state: 'absent' }) })).toBe('Máy in phiếu: chưa thấy.');
  });

  it('keeps quiet about a device that only works or has not changed', () => {
    expect(said({ type: 'device', at: NOON, device: device({ state: 'busy' }) })).toBeUndefined();
    expect(said({ type: 'device', at: NOON, device: device() })).toBeUndefined();
  });

  it('tells of prints by their code, never by a name', () => {
    expect(
      said({
        type: 'print',
        at: NOON,
        job: job({ state: 'printed', document: 'receipt', title: 'Giấy hẹn', dossierCode: 'H57.23.15-261124-0007' }),
      }),
    ).toBe('Máy in phiếu: in xong giấy hẹn H57.23.15-261124-0007.');
  });

  it('tells how long a read was, not what it was', () => {
    expect(said({ type: 'reader-read', at: NOON, deviceId: 'reader-counter', length: 34, verdict: 'other' })).toBe(
      'Đầu đọc mã ở quầy đọc được 34 ký tự.',
    );
  });

  it('tells of the line only when it changed', () => {
    expect(said({ type: 'connection', at: NOON, connection: connection({ waiting: 3 }) })).toBeUndefined();
    expect(said({ type: 'connection', at: NOON, connection: connection({ state: 'offline' }) })).toBe(
      'Mất kết nối với tỉnh.',
    );
  });

  it('stays bounded, newest first', () => {
    const one = (at: number): Happening => ({ at, key: 'did-reset', values: {} });
    let log: readonly Logged[] = [];
    for (let at = 0; at < 500; at += 1) log = withHappening(log, one(at));
    expect(log.length).toBeLessThan(100);
    expect(log[0]?.at).toBe(499);
  });
});
