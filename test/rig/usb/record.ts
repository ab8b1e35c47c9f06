/**
 * What the guest writes and this machine reads: events, figures and checks, one JSON line each. Pure, and light, since the
 * guest loads it too (reading is in read-records.ts). A run is good when every
 * expected check is there, each of them held, and the story came to its end.
 */
/** Every check that a run owes, and what it shows. */
export const CHECKS = {
  'all-found': 'two readers of one model, a serial line and a USB printer are found and opened',
  'told-apart': 'two devices of the same model are told apart by serial number',
  'hid-scan': 'a HID-POS scan arrives once, with its AIM id',
  'hid-continued': 'a scan of two reports arrives as one',
  'serial-scan': 'a serial scan arrives once',
  'second-reader': 'a scan of the second reader is the second reader’s',
  'print-whole': 'a slip through /dev/usb/lp* is printed dot for dot, once, on the printer’s own evidence',
  'print-refused-absent': 'a job for an unplugged printer is refused, and nothing of it comes out later',
  'unplug-noticed': 'pulling the cable is noticed for reader, serial line and printer',
  'replug-resumed': 'all three work again after plugging in',
  'half-scans-dropped': 'half a scan on either line is dropped and never joined to the next',
  'others-undisturbed': 'the other reader goes on while the cable is out',
  'no-scan-twice': 'no scan is delivered twice',
  'print-uncertain': 'a print that lost its cable is reported uncertain, never as printed',
  'not-sent-again': 'a print that broke off is never sent again by itself',
  'next-print-whole': 'the next slip comes out whole, alone and once',
  'another-path': 'devices that come back under other paths are found by what they are',
  'print-at-the-right-one': 'a slip goes to the printer with the right serial number',
  'still-alive': 'after all plug cycles every reader still scans once and the printer still prints',
  'no-file-leak': 'no open files are left behind by plug cycles',
  'no-memory-leak': 'memory does not grow with plug cycles',
  'same-processes': 'no process of the program ended or was added on the way',
} as const;
export type CheckName = keyof typeof CHECKS;
export const isCheckName = (name: string): name is CheckName => Object.hasOwn(CHECKS, name);
const checkNames = Object.keys(CHECKS).filter(isCheckName);

/** `at`: milliseconds of the guest's clock. */
interface At {
  readonly at: number;
}
export interface EventRecord extends At {
  readonly is: 'event';
  readonly what: string;
}
export interface CheckRecord extends At {
  readonly is: 'check';
  readonly name: CheckName;
  readonly ok: boolean;
  readonly seen: string;
}
/** `aim` is what the product promises on a real PC; the emulated one is far slower, so it is shown and not asserted. */
export interface FigureRecord extends At {
  readonly is: 'figure';
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: number | undefined;
}
export type RigRecord = EventRecord | CheckRecord | FigureRecord | ({ readonly is: 'end' } & At);

/** What is wrong with a run, in words; empty: nothing. */
export function failuresOf(
  records: readonly RigRecord[],
  expected: readonly CheckName[] = checkNames,
): readonly string[] {
  const checks = records.filter((one) => one.is === 'check');
  const broken = checks.filter(({ ok }) => !ok).map(({ name, seen }) => `${name}: ${CHECKS[name]}: NO: ${seen}`);
  const missing = expected.filter((name) => !checks.some((check) => check.name === name));
  return [
    ...broken,
    ...missing.map((name) => `${name}: ${CHECKS[name]}: was never looked at`),
    ...(records.some(({ is }) => is === 'end') ? [] : ['the story did not come to its end']),
  ];
}

const seconds = (at: number): string => `${(at / 1000).toFixed(3).padStart(9)} s`;

const words = (record: RigRecord): string => {
  switch (record.is) {
    case 'event':
      return record.what;
    case 'check':
      return `${record.ok ? 'CHECK' : 'CHECK FAILED'} ${CHECKS[record.name]} (${record.seen})`;
    case 'figure':
      return `FIGURE ${figureWords(record)}`;
    case 'end':
      return 'end';
  }
};

export const figureWords = ({ name, value, unit, aim }: FigureRecord): string =>
  `${name} = ${value} ${unit}${aim === undefined ? '' : ` (aim on a real PC: ${aim} ${unit})`}`;

/** The log that people read. */
export const logOf = (records: readonly RigRecord[]): string =>
  records.map((record) => `${seconds(record.at)}  ${words(record)}\n`).join('');
