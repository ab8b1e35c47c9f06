/** How much memory a process takes at its largest, told to whoever started it while it works. */
import { writeSync } from 'node:fs';

const LOOK_MS = 100;

export function tellMemory(): () => void {
  let most = 0;
  const look = (): void => {
    const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
    if (megabytes <= most) return;
    most = megabytes;
    writeSync(1, `\nmemory ${most}\n`);
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return () => {
    look();
    clearInterval(timer);
  };
}

/** Of what a process said; 0 where it said nothing of it. */
export const mostMemory = (said: string): number =>
  Math.max(0, ...[...said.matchAll(/memory (\d+)/g)].map(([, megabytes]) => Number(megabytes)));
