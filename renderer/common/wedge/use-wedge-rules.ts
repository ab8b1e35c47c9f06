/** What this window knows of the reader that types into it; asked anew now and then, since it learns and can be set anew. */
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { station } from '../client.ts';
import type { WedgeRules } from './verdict.ts';

const EVERY_MS = 60_000;
const UNKNOWN = { prefix: '', suffix: '\r' } as const;

/** `deviceId`: the reader that a technician tries. Read `current` at every key. */
export function useWedgeRules(
  more: Pick<WedgeRules, 'hands' | 'trial'>,
  deviceId?: string,
): { readonly current: WedgeRules } {
  const { data } = useQuery({
    queryKey: ['public', 'keyboard-reader', deviceId ?? ''],
    queryFn: () => station.scans.keyboardReader.query({ deviceId }),
    refetchInterval: EVERY_MS,
  });
  const rules = useRef<WedgeRules>({ ...UNKNOWN, ...more });
  rules.current = { ...(data ?? UNKNOWN), ...more };
  return rules;
}
