/** What an operating system's or a library's words mean for a line. */
import { PortFault, type PortFaultKind } from './contract.ts';

const MEANINGS: readonly (readonly [RegExp, PortFaultKind])[] = [
  [/in use|EBUSY|resource busy|cannot lock|temporarily unavailable|error code 11\b/i, 'in-use'],
  // Windows says "Access denied" of a COM port that another program holds; it knows no rights on them.
  [/^(?:opening .*: )?access (?:is )?denied/i, process.platform === 'win32' ? 'in-use' : 'denied'],
  [
    /no such file|cannot find|file not found|ENOENT|ENODEV|ENXIO|no such device|not configured|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT/i,
    'absent',
  ],
  [/EACCES|EPERM|permission denied|access denied/i, 'denied'],
];

const MAX_REASON = 300;
/** An error's own words; node-hid throws texts. */
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON);

/** Why a line could not be opened. What nobody knows is `in-use`: something is there, and it cannot be opened. */
export function openFault(error: unknown): PortFault {
  if (error instanceof PortFault) return error;
  const words = wordsOf(error);
  return new PortFault(MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'in-use', words);
}

/** Why an open line ended. */
export const lostFault = (error?: unknown): PortFault =>
  error instanceof PortFault ? error : new PortFault('lost', error === undefined ? 'the line ended' : wordsOf(error));

/** At most this long, in milliseconds, then a `hung`; what comes later is handed to `late`. */
export function within<T>(ms: number, work: Promise<T>, late: (value: T) => void = () => undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const limit = setTimeout(() => {
      over = true;
      reject(new PortFault('hung', `no answer in ${ms} ms`));
    }, ms);
    work.then(
      (value) => {
        clearTimeout(limit);
        if (over) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(limit);
        reject(error);
      },
    );
  });
}
