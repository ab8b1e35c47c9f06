/** What happens to a desk's devices in a run, and what must be true afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  configsOf,
  type Desk,
  delays,
  devicesOf,
  plug,
  report,
  scansSince,
  spoken,
  type Unit,
  unplug,
} from './desk.ts';
import { pathsBySerial } from './paths.ts';
import { isSlip, pattern } from './pattern.ts';
import { plugCycles } from './plug-cycles.ts';

const LONG_CODE = `${'H57.23.15-210312-0003/'.repeat(4)}end`;
const SLIP_ROWS = 400;
/** A slip that takes a moment, so that the cable can go in its middle. */
const LONG_ROWS = 2400;
const BYTES_BEFORE_UNPLUG = 60_000;
/** How long nothing may come out after the cable is back. */
const QUIET_MS = 6000;

export async function tellStory(desk: Desk, rounds: number): Promise<void> {
  await findDevices(desk);
  await scanCodes(desk);
  await printSlip(desk);
  await unplugInMidScan(desk);
  await unplugInMidPrint(desk);
  await comeBackElsewhere(desk);
  await plugCycles(desk, rounds);
  await stillAlive(desk);
}

async function findDevices(desk: Desk): Promise<void> {
  const { program, recorder, a, b } = desk;
  await plug(desk, a, 0);
  await plug(desk, b, 1);
  program.start([...configsOf(a, 'counter'), ...configsOf(b, 'kiosk')]);
  const found = await Promise.all([a, b].flatMap(devicesOf).map((device) => program.untilState(device, ['ready'], 0)));
  const devices = await program.list();
  recorder.check(
    'all-found',
    found.every((at) => at !== undefined),
    devices.map(({ id, state }) => `${id} ${state}`).join(', '),
  );
  recorder.check(
    'told-apart',
    devices.every(({ id, identity }) => identity?.serialNumber !== undefined && id.endsWith(identity.serialNumber)),
    devices.map(({ id, identity }) => `${id} is ${identity?.serialNumber ?? 'unknown'}`).join(', '),
  );
}

async function scanCodes(desk: Desk): Promise<void> {
  const { program, recorder, a, b } = desk;
  const one = async (send: () => Promise<void>): Promise<ReturnType<typeof scansSince>> => {
    const from = program.scans.length;
    await send();
    return scansSince(desk, from, 1);
  };
  const hid = await one(() => a.gadget.report(report('H57.23.15-210312-0003', false)));
  recorder.check(
    'hid-scan',
    hid.length === 1 && hid[0]?.device === a.reader && hid[0].aim === ']C0' && hid[0].text === 'H57.23.15-210312-0003',
    spoken(hid),
  );
  const long = await one(() => sendLong(a, LONG_CODE));
  recorder.check('hid-continued', long.length === 1 && long[0]?.text === LONG_CODE, spoken(long));
  const serial = await one(() => a.gadget.send('8930123456789\r'));
  recorder.check(
    'serial-scan',
    serial.length === 1 && serial[0]?.device === a.line && serial[0].text === '8930123456789',
    spoken(serial),
  );
  const second = await one(() => b.gadget.report(report('SECOND-READER', false, ']Q1')));
  recorder.check(
    'second-reader',
    second.length === 1 && second[0]?.device === b.reader && second[0].text === 'SECOND-READER',
    spoken(second),
  );
}

async function sendLong({ gadget }: Unit, code: string): Promise<void> {
  await gadget.report(report(code.slice(0, 56), true));
  await gadget.report(report(code.slice(56), false));
}

async function printSlip(desk: Desk): Promise<void> {
  const { program, recorder, a } = desk;
  const end = await program.print(a.printer, SLIP_ROWS, 1);
  const slips = a.paper.slips();
  const [slip] = slips;
  recorder.event(`print: ${end.outcome} (${end.why})`);
  recorder.check(
    'print-whole',
    end.outcome === 'printed' &&
      slips.length === 1 &&
      slip?.cut === true &&
      isSlip(slip.bitmap, pattern(SLIP_ROWS, 1)) &&
      a.paper.strayText === 0,
    `${end.outcome} (${end.why}); ${slips.length} slip, ${slip?.bitmap.height ?? 0} rows, stray bytes ${a.paper.strayText}`,
  );
}

/** Half a code on either line, then the cable; then a whole one on each. */
async function unplugInMidScan(desk: Desk): Promise<void> {
  const { program, recorder, a, b } = desk;
  const from = program.scans.length;
  await a.gadget.report(report('HALF-OF-A-LONG-CODE-THAT-NEVER-ENDS', true));
  await a.gadget.send('HALF-ON-THE-LINE');
  // It has arrived in the program when the cable goes.
  await sleep(300);
  const out = await unplug(desk, a);
  const noticed = await delays(desk, a, 'noticed', out);
  recorder.check(
    'unplug-noticed',
    noticed.every((ms) => ms !== undefined),
    shown(devicesOf(a), noticed),
  );
  figures(desk, a, 'noticed', noticed, 2000);
  await whileUnplugged(desk, from);
  const back = await plug(desk, a, 0);
  const resumed = await delays(desk, a, 'resumed', back);
  recorder.check(
    'replug-resumed',
    resumed.every((ms) => ms !== undefined),
    shown(devicesOf(a), resumed),
  );
  figures(desk, a, 'resumed', resumed, 5000);
  await a.gadget.report(report('WHOLE-AFTER-REPLUG', false));
  await a.gadget.send('WHOLE-ON-THE-LINE\r');
  const scans = await scansSince(desk, from, 3);
  const mine = scans.filter(({ device }) => device !== b.reader);
  recorder.check(
    'half-scans-dropped',
    mine.length === 2 &&
      textOf(mine, a.reader) === 'WHOLE-AFTER-REPLUG' &&
      textOf(mine, a.line) === 'WHOLE-ON-THE-LINE',
    spoken(mine),
  );
}

const textOf = (scans: readonly { readonly device: string; readonly text: string }[], device: string): string =>
  scans
    .filter((scan) => scan.device === device)
    .map(({ text }) => text)
    .join('+');

async function whileUnplugged(desk: Desk, from: number): Promise<void> {
  const { program, recorder, a, b } = desk;
  await b.gadget.report(report('THE-OTHER-GOES-ON', false));
  const scans = await scansSince(desk, from, 1);
  recorder.check(
    'others-undisturbed',
    textOf(scans, b.reader) === 'THE-OTHER-GOES-ON' && scans.length === 1,
    spoken(scans),
  );
  const before = a.paper.received;
  const end = await program.print(a.printer, SLIP_ROWS, 2);
  recorder.check(
    'print-refused-absent',
    end.outcome === 'not-printed' && a.paper.received === before,
    `${end.outcome} (${end.why})`,
  );
}

async function unplugInMidPrint(desk: Desk): Promise<void> {
  const { program, recorder, a } = desk;
  const slipsBefore = a.paper.slips().length;
  const full = a.paper.stopAfter(BYTES_BEFORE_UNPLUG);
  const printing = program.print(a.printer, LONG_ROWS, 3);
  await full;
  const out = await unplug(desk, a);
  const end = await printing;
  recorder.event(`print: ${end.outcome} (${end.why}), ${recorder.now() - out} ms after the cable went`);
  recorder.check('print-uncertain', end.outcome === 'uncertain', `${end.outcome} (${end.why})`);
  await delays(desk, a, 'noticed', out);
  a.paper.readOn();
  const rowsBefore = inkRows(a);
  const back = await plug(desk, a, 0);
  await delays(desk, a, 'resumed', back);
  await sleep(QUIET_MS);
  const more = inkRows(a) - rowsBefore;
  const repeated = a.paper.slips().some(({ bitmap }) => isSlip(bitmap, pattern(LONG_ROWS, 3)));
  recorder.check(
    'not-sent-again',
    !repeated && more <= bandRows,
    `${more} more rows in ${QUIET_MS} ms after the cable was back`,
  );
  const next = await program.print(a.printer, SLIP_ROWS, 4);
  const slips = a.paper.slips();
  const whole = slips.filter(({ bitmap }) => isSlip(bitmap, pattern(SLIP_ROWS, 4)));
  recorder.check(
    'next-print-whole',
    next.outcome === 'printed' && whole.length === 1 && slips.at(-1) === whole[0],
    `${next.outcome} (${next.why}); pieces since: ${slips
      .slice(slipsBefore)
      .map(({ bitmap, cut }) => `${bitmap.height} rows${cut ? ', cut' : ''}`)
      .join('; ')}`,
  );
}
/** One band may have been read whole and burnt after the cable went. */
const bandRows = 255;

/** Rows with any dot, on everything that came out. */
const inkRows = ({ paper }: Unit): number =>
  paper
    .slips()
    .flatMap(({ bitmap: { width, height, data } }) =>
      Array.from({ length: height }, (_, row) => data.subarray((row * width) / 8, ((row + 1) * width) / 8)),
    )
    .filter((row) => row.some((byte) => byte !== 0)).length;

/** Both out, and in again in each other's socket and in the other order, so that Linux gives each the other's paths. */
async function comeBackElsewhere(desk: Desk): Promise<void> {
  const { program, recorder, a, b } = desk;
  const before = pathsBySerial();
  const outs = [await unplug(desk, a), await unplug(desk, b)];
  await Promise.all([delays(desk, a, 'noticed', outs[0] ?? 0), delays(desk, b, 'noticed', outs[1] ?? 0)]);
  const inB = await plug(desk, b, 0);
  const inA = await plug(desk, a, 1);
  await Promise.all([delays(desk, a, 'resumed', inA), delays(desk, b, 'resumed', inB)]);
  const after = pathsBySerial();
  const from = program.scans.length;
  await a.gadget.report(report('A-ELSEWHERE', false));
  await b.gadget.report(report('B-ELSEWHERE', false));
  const scans = await scansSince(desk, from, 2);
  const [was, is] = [before[a.gadget.serialNumber] ?? '', after[a.gadget.serialNumber] ?? ''];
  recorder.check(
    'another-path',
    was !== '' &&
      is !== '' &&
      was !== is &&
      scans.length === 2 &&
      textOf(scans, a.reader) === 'A-ELSEWHERE' &&
      textOf(scans, b.reader) === 'B-ELSEWHERE',
    `${was} became ${is}; ${spoken(scans)}`,
  );
  const bytesAtB = b.paper.received;
  const slipsAtB = b.paper.slips().length;
  const end = await program.print(a.printer, SLIP_ROWS, 5);
  recorder.check(
    'print-at-the-right-one',
    end.outcome === 'printed' &&
      a.paper.slips().filter(({ bitmap }) => isSlip(bitmap, pattern(SLIP_ROWS, 5))).length === 1 &&
      b.paper.slips().length === slipsAtB,
    `${end.outcome} (${end.why}); ${b.paper.received - bytesAtB} bytes of questions at the other printer, no slip`,
  );
}

async function stillAlive(desk: Desk): Promise<void> {
  const { program, recorder, a, b } = desk;
  const from = program.scans.length;
  await a.gadget.report(report('ALIVE-A', false));
  await b.gadget.report(report('ALIVE-B', false));
  await a.gadget.send('ALIVE-A-LINE\r');
  await b.gadget.send('ALIVE-B-LINE\r');
  const scans = await scansSince(desk, from, 4);
  const end = await program.print(b.printer, SLIP_ROWS, 6);
  const printed = b.paper.slips().filter(({ bitmap }) => isSlip(bitmap, pattern(SLIP_ROWS, 6))).length;
  recorder.check(
    'still-alive',
    scans.length === 4 &&
      new Set(scans.map(({ device }) => device)).size === 4 &&
      end.outcome === 'printed' &&
      printed === 1,
    `${spoken(scans)}; ${end.outcome} (${end.why})`,
  );
  const texts = program.scans.map(({ device, text }) => `${device} ${text}`);
  const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
  recorder.check(
    'no-scan-twice',
    twice.length === 0,
    `${texts.length} scans, told twice: ${twice.join(', ') || 'none'}`,
  );
}

const shown = (devices: readonly string[], ms: readonly (number | undefined)[]): string =>
  devices.map((device, index) => `${device} ${ms[index] === undefined ? 'never' : `${ms[index]} ms`}`).join(', ');

function figures({ recorder }: Desk, unit: Unit, word: string, ms: readonly (number | undefined)[], aim: number): void {
  for (const [index, device] of devicesOf(unit).entries()) {
    const value = ms[index];
    if (value !== undefined) recorder.figure(`${word}.${device.split(' ')[0]}`, value, 'ms', aim);
  }
}
