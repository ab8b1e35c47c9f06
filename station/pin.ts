/** The technician's PIN: kept as scrypt, compared in constant time, slowed after wrong tries. */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

export function hashPin(pin: string, salt = randomBytes(16).toString('hex')): string {
  return `scrypt$${salt}$${scryptSync(pin, salt, 32).toString('hex')}`;
}

export function matchesPin(pin: string, stored: string): boolean {
  const [scheme, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'hex');
  const given = scryptSync(pin, salt, 32);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** After three wrong tries in a row every further one waits: 1, 2, 4 … 60 s, by a clock that nobody can set. */
export function createPinGuard(stored: string, now: () => number = () => performance.now()) {
  let wrong = 0;
  let closedUntil = 0;
  return (pin: string): boolean => {
    if (now() < closedUntil) return false;
    if (matchesPin(pin, stored)) {
      wrong = 0;
      return true;
    }
    wrong += 1;
    if (wrong >= 3) closedUntil = now() + Math.min(60, 2 ** (wrong - 3)) * 1000;
    return false;
  };
}
