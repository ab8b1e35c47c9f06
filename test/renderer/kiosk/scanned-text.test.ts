import { describe, expect, it } from 'vitest';
import { receiptIn, screenOfScan } from '../../../renderer/kiosk/scanned-text.ts';

describe('a scan at the kiosk', () => {
  it('leads to the reason where it leads nowhere', () => {
    expect(screenOfScan({ type: 'kiosk-scan', at: 1, code: 'MC-SCN-05' })).toEqual({
      kind: 'refused',
      code: 'MC-SCN-05',
    });
    expect(screenOfScan({ type: 'kiosk-scan', at: 1 })).toEqual({ kind: 'refused', code: 'MC-SCN-01' });
    expect(screenOfScan({ type: 'scan-refused', at: 1, code: 'MC-SCN-03', target: 'kiosk' })).toEqual({
      kind: 'refused',
      code: 'MC-SCN-03',
    });
  });

  it('never comes from the counter’s reader, and no other event takes the screen', () => {
    expect(screenOfScan({ type: 'scan-refused', at: 1, code: 'MC-SCN-03', target: 'counter' })).toBeUndefined();
    expect(screenOfScan({ type: 'queue-changed', at: 1 })).toBeUndefined();
  });

  it('keeps the text of a receipt only', () => {
    expect(receiptIn('MC1:H57.23.15-261117-0042:7KQ4X2M9')).toBe('MC1:H57.23.15-261117-0042:7KQ4X2M9');
    expect(receiptIn('H57.23.15-261117-0042')).toBeUndefined();
  });
});
