import { describe, expect, it } from 'vitest';
import type { PublicStatus } from '../../../domain/views/public.ts';
import {
  idleScreenOf,
  isPersonal,
  type Journey,
  type JourneyAction,
  openKeypad,
  type Screen,
  startOfDay,
  step,
} from '../../../renderer/kiosk/journey.ts';
import { emptyKeypad } from '../../../renderer/kiosk/keypad.ts';

const status: PublicStatus = {
  code: 'H57.23.15-261117-0042',
  status: 'ready',
  procedureName: 'Đăng ký lại khai sinh',
  maskedName: 'Ông Nguyễn V… M…',
  receivedAt: 1,
  dueAt: 2,
  desk: 2,
  steps: [],
  letter: 'A',
  identified: true,
};
const shown: Screen = { kind: 'status', status, receipt: 'MC1:H57.23.15-261117-0042:7KQ4X2M9' };
const journeyOf = (...actions: readonly JourneyAction[]): Journey => actions.reduce(step, startOfDay);

describe('a citizen’s way through the kiosk', () => {
  it('goes forth and back', () => {
    const there = journeyOf(
      { do: 'go', to: { kind: 'procedure-fields', page: 0 } },
      { do: 'go', to: { kind: 'procedures', field: 'Hộ tịch', page: 0 } },
    );
    expect(step(there, { do: 'back' }).screen).toEqual({ kind: 'procedure-fields', page: 0 });
    expect(step(step(there, { do: 'back' }), { do: 'back' }).screen).toEqual({ kind: 'home' });
  });

  it('wipes: nothing of the person is left in what the window keeps', () => {
    const before = journeyOf(
      { do: 'language', language: 'en' },
      { do: 'size' },
      { do: 'scanned', to: shown },
      {
        do: 'go',
        to: { kind: 'rate', about: { code: status.code, desk: 2, receipt: 'MC1:H57.23.15-261117-0042:7KQ4X2M9' } },
      },
    );
    const wiped = step(before, { do: 'wipe' });
    expect(wiped).toEqual({ ...startOfDay, session: before.session + 1 });
    expect(JSON.stringify(wiped)).not.toMatch(/Nguyễn|0042|MC1/);
  });

  it('forgets the person, not her language, when she goes to the first screen herself', () => {
    const home = journeyOf({ do: 'language', language: 'en' }, { do: 'scanned', to: shown }, { do: 'home' });
    expect(home).toMatchObject({
      screen: { kind: 'home' },
      trail: [],
      language: 'en',
    });
  });

  it('drops an answer that comes after the person has gone', () => {
    const looking: Screen = { kind: 'looking' };
    const asked = journeyOf({ do: 'go', to: openKeypad() }, { do: 'replace', to: looking });
    const answer: JourneyAction = { do: 'answer', from: looking, to: shown };
    expect(step(asked, answer).screen).toEqual(shown);
    expect(step(step(asked, { do: 'wipe' }), answer).screen).toEqual({ kind: 'home' });
    expect(step(step(asked, { do: 'back' }), answer).screen).toEqual({ kind: 'home' });
  });

  it('does not give one person the answer to what the person before asked', () => {
    const first: Screen = { kind: 'looking' };
    const second: Screen = { kind: 'looking' };
    const asked = journeyOf({ do: 'scanned', to: first }, { do: 'scanned', to: second });
    expect(step(asked, { do: 'answer', from: first, to: shown }).screen).toBe(second);
    expect(step(asked, { do: 'answer', from: second, to: shown }).screen).toBe(shown);
  });

  it('lets a scan take the screen from whoever was before, with no way back to it', () => {
    const scanned = journeyOf(
      { do: 'go', to: { kind: 'keypad', keypad: { ...emptyKeypad, day: '261117' } } },
      { do: 'scanned', to: shown },
    );
    expect(scanned.screen).toEqual(shown);
    expect(step(scanned, { do: 'back' }).screen).toEqual({ kind: 'home' });
  });

  it('comes back to its keys when a typed code was not found, and from there to the first screen', () => {
    const keypad: Screen = { kind: 'keypad', keypad: { step: 'number', day: '261117', number: '0042' } };
    const looking: Screen = { kind: 'looking' };
    const asked = journeyOf({ do: 'go', to: keypad }, { do: 'replace', to: looking });
    const failed = step(asked, { do: 'answer', from: looking, to: { ...keypad, failure: 'MC-SCN-05' } });
    expect(failed.screen).toMatchObject({ kind: 'keypad', failure: 'MC-SCN-05', keypad: { number: '0042' } });
    expect(step(failed, { do: 'back' }).screen).toEqual({ kind: 'home' });
  });

  it('counts a scan as a new person: the warning of the one before is over', () => {
    expect(journeyOf({ do: 'scanned', to: shown }).session).toBe(startOfDay.session + 1);
  });

  it('does not go back to a ticket already taken or to the waiting screen', () => {
    const ticket = journeyOf(
      { do: 'go', to: { kind: 'fields', page: 0 } },
      { do: 'go', to: { kind: 'looking' } },
      { do: 'go', to: { kind: 'thanks' } },
    );
    expect(step(ticket, { do: 'back' }).screen.kind).toBe('fields');
  });

  it('knows which screens are somebody’s', () => {
    expect(isPersonal(shown)).toBe(true);
    expect(isPersonal({ kind: 'rate', about: { code: status.code, desk: 2 } })).toBe(true);
    expect(isPersonal({ kind: 'rate' })).toBe(false);
    expect(idleScreenOf(startOfDay)).toBe('rest');
    expect(idleScreenOf(journeyOf({ do: 'language', language: 'en' }))).toBe('changed');
    expect(idleScreenOf(journeyOf({ do: 'help', open: true }))).toBe('open');
    expect(idleScreenOf(journeyOf({ do: 'scanned', to: shown }))).toBe('personal');
  });
});
