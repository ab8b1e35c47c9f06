import { describe, expect, it } from 'vitest';
import { dossierStatusSchema } from '../../domain/dossier.ts';
import { isMovable, type Movement, mayMove, movementSchema, movesByName, waitingAfter } from '../../domain/movement.ts';

const H1 = '01930000-0000-7000-8000-00000000000a';
const H2 = '01930000-0000-7000-8000-00000000000b';
const handed: Movement = { move: 'handed-over', to: { unit: 'Tư pháp – Hộ tịch', name: '' }, note: '' };
const taken = (handOver: string): Movement => ({ move: 'taken-over', handOver, receiver: 'Lê Văn Mẫu', note: '' });
const back = (handOver: string): Movement => ({ move: 'taken-back', handOver });

describe('papers go from hand to hand', () => {
  it('until the dossier is over', () => {
    expect(dossierStatusSchema.options.filter(isMovable)).toEqual([
      'received',
      'processing',
      'signing',
      'result-ready',
      'awaiting-supplement',
    ]);
    expect(mayMove('returned', undefined, handed)).toBe(false);
    expect(mayMove('returned', H1, taken(H1))).toBe(false);
  });

  it('a further hand-over takes the place of one that waits', () => {
    expect(mayMove('processing', H1, handed)).toBe(true);
    expect(waitingAfter(H2, handed)).toBe(H2);
  });

  it('only what waits can be taken over or back, however its id is written', () => {
    for (const make of [taken, back]) {
      expect(mayMove('processing', H1, make(H1))).toBe(true);
      expect(mayMove('processing', H1, make(H1.toUpperCase()))).toBe(true);
      expect(mayMove('processing', H1, make(H2))).toBe(false);
      expect(mayMove('processing', undefined, make(H1))).toBe(false);
      expect(waitingAfter(H2, make(H1))).toBeUndefined();
    }
  });

  it('a step that names a receiver moves them too, one without a name does not', () => {
    expect(movesByName({ action: 'forward', to: 'Công chức tư pháp' })).toBe(true);
    expect(movesByName({ action: 'forward', to: '' })).toBe(false);
    expect(movesByName({ action: 'record-result', to: 'ai đó' })).toBe(false);
  });
});

it('a hand-over to nobody, or of no operation, is no movement', () => {
  expect(movementSchema.safeParse(handed).success).toBe(true);
  expect(movementSchema.safeParse({ move: 'handed-over', to: { unit: ' ', name: 'Lê' } }).success).toBe(false);
  expect(movementSchema.safeParse({ move: 'handed-over', to: { unit: 'x'.repeat(201) } }).success).toBe(false);
  expect(movementSchema.safeParse({ move: 'taken-over', handOver: 'H1', receiver: '' }).success).toBe(false);
  expect(movementSchema.safeParse({ move: 'thrown-away' }).success).toBe(false);
});
