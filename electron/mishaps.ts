/** What the shell does about errors that nobody caught: a kiosk must never stand still behind a message box. */
import { app } from 'electron';

/** A shell that fails sooner than this would fail again at once: then it ends, and whoever started it decides. */
const RELAUNCH_AFTER_MS = 60_000;

export function prepareForMishaps(): void {
  // Whoever started us may stop reading what we write; that is no error of ours.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const started = performance.now();
  process.on('uncaughtException', (error) => {
    console.error('shell: ending after an unexpected error:', error);
    if (performance.now() - started > RELAUNCH_AFTER_MS) app.relaunch();
    // The station sees its input close and stops by itself.
    app.exit(1);
  });
}
