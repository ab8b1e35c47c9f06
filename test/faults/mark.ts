/** One step further: told to whoever waits for the moment to kill. */
import { writeSync } from 'node:fs';

export const MARK = '.';
export const mark = (): void => void writeSync(1, MARK);
