/** Tells the windows what changed in a batch: at most a few times a second, and only the pages that are new or different. */
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import type { ScanPage, ScanSession } from '../../domain/scan-session.ts';
import type { EventBus } from '../events.ts';

const QUIET_MS = 150;

export interface ScanNews {
  /** Something changed: told soon, together with what changes meanwhile. */
  soon(id: Uuid7): void;
  /** Told at once. */
  now(id: Uuid7): void;
  forget(id: Uuid7): void;
  close(): void;
}

export interface ScanNewsParts {
  readonly bus: EventBus;
  readonly now: () => Instant;
  readonly look: (id: Uuid7) => ScanSession;
}

interface Told {
  revision: number;
  readonly pages: Map<Uuid7, string>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export function createScanNews(parts: ScanNewsParts): ScanNews {
  const all = new Map<Uuid7, Told>();
  const toldOf = (id: Uuid7): Told => {
    const told = all.get(id) ?? { revision: 0, pages: new Map(), timer: undefined };
    all.set(id, told);
    return told;
  };

  const tell = (id: Uuid7): void => {
    const told = toldOf(id);
    clearTimeout(told.timer);
    told.timer = undefined;
    const { pages, ...head } = parts.look(id);
    const since = told.revision;
    told.revision = head.revision;
    const change = { since, head, pages: pages.filter((page) => isNews(told.pages, page)) };
    parts.bus.emit({ type: 'scan-session', at: parts.now(), change });
  };

  return {
    soon: (id) => {
      const told = toldOf(id);
      told.timer ??= setTimeout(() => tell(id), QUIET_MS);
    },
    now: tell,
    forget: (id) => {
      clearTimeout(all.get(id)?.timer);
      all.delete(id);
    },
    close: () => {
      for (const { timer } of all.values()) clearTimeout(timer);
      all.clear();
    },
  };
}

function isNews(told: Map<Uuid7, string>, page: ScanPage): boolean {
  const text = JSON.stringify(page);
  if (told.get(page.id) === text) return false;
  told.set(page.id, text);
  return true;
}
