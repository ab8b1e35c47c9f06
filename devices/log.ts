/** What a driver needs of a log; pino's logger fits. Never a scanned text, a name or a job's title in it. */
export interface DeviceLog {
  debug(context: object, message: string): void;
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
}

export const silentLog: DeviceLog = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** An error's own words for a log, whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
