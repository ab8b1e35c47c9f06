import { describe, expect, it } from 'vitest';
import {
  boxes,
  changeDay,
  codeOf,
  dayOf,
  emptyKeypad,
  isComplete,
  type KeypadKey,
  type KeypadState,
  press,
  withDay,
} from '../../../renderer/kiosk/keypad.ts';

const TODAY = '2026-11-24';
const KEY: Readonly<Record<string, KeypadKey>> = {
  '0': '0',
  '1': '1',
  '2': '2',
  '3': '3',
  '4': '4',
  '5': '5',
  '6': '6',
  '7': '7',
  '8': '8',
  '9': '9',
  '<': 'delete',
};
const typed = (keys: string, from: KeypadState = emptyKeypad): KeypadState =>
  [...keys].reduce((state, key) => press(state, KEY[key] ?? 'delete', TODAY), from);

describe('typing a dossier code', () => {
  it('goes on to the number after a real day, and gives the whole code', () => {
    expect(typed('261117').step).toBe('number');
    expect(codeOf(typed('2611170042'), 'H57.23.15')).toBe('H57.23.15-261117-0042');
  });

  it('gives no code while digits are missing', () => {
    expect(isComplete(typed('261117004'))).toBe(false);
    expect(codeOf(typed('261117004'), 'H57.23.15')).toBeUndefined();
  });

  it('refuses a day that does not exist and keeps it to be corrected', () => {
    const wrong = typed('260931');
    expect(wrong).toMatchObject({ step: 'day', day: '260931', problem: 'no-such-day' });
    expect(typed('<', wrong)).toEqual({ step: 'day', day: '26093', number: '' });
    expect(typed('<0', wrong)).toEqual({ step: 'number', day: '260930', number: '' });
  });

  it('refuses a day to come, takes today', () => {
    expect(typed('261125').problem).toBe('future-day');
    expect(typed('261124').step).toBe('number');
  });

  it('takes no seventh digit of a refused day and no fifth of the number', () => {
    expect(typed('2609319').day).toBe('260931');
    expect(typed('26111700429').number).toBe('0042');
  });

  it('deletes the last digit, and past the number’s start comes back to the day', () => {
    expect(typed('26111700<').number).toBe('0');
    expect(typed('261117<')).toMatchObject({ step: 'day', day: '26111' });
    expect(typed('<<')).toEqual(emptyKeypad);
  });

  it('takes today by one touch, and another day is typed anew', () => {
    expect(dayOf(withDay(TODAY))).toBe(TODAY);
    expect(codeOf(typed('0007', withDay(TODAY)), 'H57.23.15')).toBe('H57.23.15-261124-0007');
    expect(changeDay()).toEqual(emptyKeypad);
  });

  it('shows a box for every digit still to come', () => {
    expect(boxes(typed('26'))).toEqual(['2', '6', '', '', '', '']);
    expect(boxes(typed('26111700'))).toEqual(['0', '0', '', '']);
  });
});
