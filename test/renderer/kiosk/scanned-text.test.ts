import { describe, expect, it } from 'vitest';
import type { PublicStatus } from '../../../domain/views/public.ts';
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

  it('ties a typed receipt to its own dossier only, so that a rating is for the right one', () => {
    const receipt = 'MC1:H57.23.15-261117-0042:7KQ4X2M9';
    const status = (code: string): PublicStatus => ({
      code,
      status: 'ready',
      receivedAt: 1,
      dueAt: 2,
      desk: 2,
      steps: [],
      letter: 'A',
      identified: true,
    });
    const screenOf = (code: string, typed: string) =>
      screenOfScan({ type: 'kiosk-scan', at: 1, status: status(code) }, typed);
    expect(screenOf('H57.23.15-261117-0042', receipt)).toMatchObject({ kind: 'status', receipt });
    expect(screenOf('H57.23.15-261117-0043', receipt)).not.toHaveProperty('receipt');
    expect(screenOf('H57.23.15-261117-0042', 'H57.23.15-261117-0042')).not.toHaveProperty('receipt');
  });

  it('keeps the text of a receipt only', () => {
    expect(receiptIn('MC1:H57.23.15-261117-0042:7KQ4X2M9')).toBe('MC1:H57.23.15-261117-0042:7KQ4X2M9');
    expect(receiptIn('H57.23.15-261117-0042')).toBeUndefined();
  });
});
