/** Asks a host process whether it lives, and says when it does not. */

const PING_MS = 1000;
/** Pings without an answer after which a host is hung. Counted, not timed: a held-up station must not blame its hosts. */
const MISSED = 3;
/** Pings that a host may take to load its module: a slow PC with a cold disk, at its own start. */
const MISSED_AT_START = 60;

export interface Heartbeat {
  /** The host has loaded its module. */
  begun(): void;
  /** It said something, whatever: its loop turns. */
  heard(): void;
  stop(): void;
  readonly ready: boolean;
}

/** `patience`: how many times longer than usual it may take to load. */
export function startHeartbeat(ping: () => void, onHung: (reason: string) => void, patience = 1): Heartbeat {
  let ready = false;
  let unanswered = 0;
  const beat = setInterval(() => {
    unanswered += 1;
    if (unanswered > (ready ? MISSED : MISSED_AT_START * patience)) onHung(`it leaves ${unanswered} pings unanswered`);
    else ping();
  }, PING_MS);
  return {
    begun: () => {
      ready = true;
    },
    heard: () => {
      unanswered = 0;
    },
    stop: () => clearInterval(beat),
    get ready() {
      return ready;
    },
  };
}
