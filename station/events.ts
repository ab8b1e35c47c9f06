/** The station's events on their way to windows. Each role gets only what it may see; a slow window is cut, never waited for. */
import type { Role } from '../domain/role.ts';
import type { StationEvent } from '../domain/views/event.ts';

/** A window that reads this slowly is disconnected; it reconnects and asks afresh. */
const MAX_BEHIND = 500;

const SEEN_BY = {
  scan: ['counter'],
  'kiosk-scan': ['kiosk'],
  'scan-refused': ['counter', 'kiosk', 'technician'],
  'reader-read': ['technician'],
  'work-changed': ['counter', 'display'],
  connection: ['counter', 'technician'],
  device: ['counter', 'kiosk', 'technician'],
  print: ['counter', 'technician'],
  'queue-changed': ['counter', 'kiosk', 'display'],
  'catalogue-changed': ['counter', 'kiosk', 'display', 'technician'],
  'settings-changed': ['counter', 'kiosk', 'display', 'technician'],
  call: ['counter', 'display'],
  'scan-session': ['counter'],
  'bench-changed': ['technician'],
  'devices-changed': ['counter', 'kiosk', 'technician'],
  search: ['technician'],
  plugged: ['technician'],
} as const satisfies Record<StationEvent['type'], readonly Role[]>;

export const maySee = (role: Role, type: StationEvent['type']): boolean => {
  const roles: readonly Role[] = SEEN_BY[type];
  return roles.includes(role);
};

export interface EventBus {
  emit(event: StationEvent): void;
  /** Events for a role until the signal aborts. */
  stream(role: Role, signal: AbortSignal): AsyncGenerator<StationEvent, void, void>;
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: StationEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    stream: (role, signal) => streamOf(listeners, role, signal),
  };
}

async function* streamOf(
  listeners: Set<(event: StationEvent) => void>,
  role: Role,
  signal: AbortSignal,
): AsyncGenerator<StationEvent, void, void> {
  const queue: StationEvent[] = [];
  let wake: () => void = () => undefined;
  const listener = (event: StationEvent) => {
    if (maySee(role, event.type)) queue.push(event);
    wake();
  };
  const stop = () => wake();
  listeners.add(listener);
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted && queue.length <= MAX_BEHIND) {
      const next = queue.shift();
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    listeners.delete(listener);
    signal.removeEventListener('abort', stop);
  }
}
