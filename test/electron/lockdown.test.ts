import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowRoleSchema } from '../../domain/role.ts';
import {
  isTechnicianChord,
  type KeyPress,
  mayNavigate,
  mayOpenDevTools,
  mayPress,
  mayRequest,
  mayShowInFrame,
  mayUsePermission,
} from '../../electron/lockdown.ts';

const STATION = 'http://127.0.0.1:4100';

const press = (combination: string): KeyPress => {
  const words = combination.split('+');
  const key = words.pop() ?? '';
  const has = (word: string): boolean => words.includes(word);
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, control: has('Ctrl'), alt: has('Alt'), meta: has('Win'), shift: has('Shift') };
};

describe('navigation', () => {
  test('stays possible within the station', () => {
    expect(mayNavigate(`${STATION}/counter/#/dossier`, STATION)).toBe(true);
  });

  test.each([
    'https://example.org/',
    'http://127.0.0.1:4101/',
    'http://localhost:4100/',
    'https://127.0.0.1:4100/',
    'http://127.0.0.1:4100@example.org/',
    'file:///etc/passwd',
    'data:text/html,x',
    `blob:${STATION}/9f3c`,
    'javascript:alert(1)',
    'chrome://gpu',
    'not an address',
    '',
  ])('is refused to %s', (target) => {
    expect(mayNavigate(target, STATION)).toBe(false);
  });

  test('is refused everywhere while there is no station', () => {
    expect(mayNavigate(`${STATION}/`, undefined)).toBe(false);
  });

  test('a frame may show a preview that the page made, not one of another origin', () => {
    expect(mayShowInFrame(`blob:${STATION}/9f3c`, STATION)).toBe(true);
    expect(mayShowInFrame('about:blank', STATION)).toBe(true);
    expect(mayShowInFrame('blob:https://example.org/9f3c', STATION)).toBe(false);
    expect(mayShowInFrame('https://example.org/', STATION)).toBe(false);
  });
});

describe('requests', () => {
  test('reach the station', () => {
    expect(mayRequest(`${STATION}/trpc/events`, STATION)).toBe(true);
    expect(mayRequest(`blob:${STATION}/9f3c`, STATION)).toBe(true);
  });

  test('reach nothing else', () => {
    expect(mayRequest('https://example.org/pixel.gif', STATION)).toBe(false);
    expect(mayRequest('http://127.0.0.1:9100/', STATION)).toBe(false);
    expect(mayRequest('file:///etc/passwd', STATION)).toBe(false);
  });

  test('to no made-up address whatever its form', () => {
    fc.assert(fc.property(fc.webUrl(), (url) => !mayRequest(url, STATION)));
  });
});

describe('permissions and tools', () => {
  test('only a counter may copy, nobody gets anything else', () => {
    expect(mayUsePermission('clipboard-sanitized-write', 'counter')).toBe(true);
    for (const role of windowRoleSchema.options) {
      for (const permission of [
        'media',
        'geolocation',
        'notifications',
        'openExternal',
        'fullscreen',
        'clipboard-read',
      ]) {
        expect(mayUsePermission(permission, role)).toBe(false);
      }
    }
    expect(mayUsePermission('clipboard-sanitized-write', 'kiosk')).toBe(false);
  });

  test('public windows have no developer tools', () => {
    expect(windowRoleSchema.options.filter(mayOpenDevTools)).toEqual(['counter', 'setup']);
  });
});

describe('keys on a public window', () => {
  test.each(['a', 'Đ', 'ễ', '7', '-', ' ', 'Enter', 'Backspace', 'Tab', 'ArrowDown', 'Shift+A'])(
    '%s passes',
    (combination) => {
      expect(mayPress('kiosk', press(combination))).toBe(true);
    },
  );

  test.each([
    'Escape',
    'F1',
    'F5',
    'F11',
    'F12',
    'Alt+F4',
    'Alt+ArrowLeft',
    'Ctrl+W',
    'Ctrl+J',
    'Ctrl+M',
    'Ctrl+Shift+I',
    'Win+R',
    'Meta',
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'Alt',
    'Control',
    '\u0003',
  ])('%s is refused', (combination) => {
    expect(mayPress('kiosk', press(combination))).toBe(false);
    expect(mayPress('display', press(combination))).toBe(false);
  });

  test('no shortcut passes, whatever the key', () => {
    const modifier = fc.constantFrom('Ctrl', 'Alt', 'Win');
    fc.assert(
      fc.property(modifier, fc.string({ minLength: 1 }), (word, key) => {
        const keys = { ...press(`${word}+x`), key };
        return !mayPress('kiosk', keys);
      }),
    );
  });
});

describe('keys at a desk', () => {
  test.each(['F2', 'Escape', 'Ctrl+C', 'Ctrl+V', 'Alt+1', '/', 'Ctrl+P'])('%s passes', (combination) => {
    expect(mayPress('counter', press(combination))).toBe(true);
  });

  test.each(['F5', 'Ctrl+R', 'Ctrl+W', 'F11'])('%s, which would lose an unsaved page, is refused', (combination) => {
    expect(mayPress('counter', press(combination))).toBe(false);
  });
});

test('the technician’s chord needs all its keys', () => {
  expect(isTechnicianChord(press('Ctrl+Alt+Shift+T'))).toBe(true);
  expect(isTechnicianChord(press('Ctrl+Alt+T'))).toBe(false);
  expect(isTechnicianChord(press('Ctrl+Alt+Shift+Y'))).toBe(false);
});
