/** The technician's command line: `motcua devices`, `motcua check` and `motcua pair`, for a person or, with `--json`, for a script. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../domain/assert-never.ts';
import type { DeviceView } from '../../domain/device.ts';
import {
  candidateReportSchema,
  deviceReportSchema,
  type TrialReport,
  trialReportSchema,
} from '../../domain/device-report.ts';
import type { PageTrial } from '../../domain/device-trial.ts';
import { isErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/ids.ts';
import { isAlive, readAddress } from '../address.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { VERSION } from '../version.ts';
import { type Options, readArguments, type Wish } from './arguments.ts';
import { askDevices } from './ask-devices.ts';
import { askStation } from './ask-station.ts';
import { type Asked, NotAnswered } from './asked.ts';
import { runBackupCommand } from './backup.ts';
import { runCatalogue } from './catalogue.ts';
import { runCheck } from './check.ts';
import { runKeys } from './keys.ts';
import { runOfficers } from './officers.ts';
import { runPair } from './pair.ts';
import { runSettings } from './settings.ts';
import { candidateTable, deviceTable, reasonOf } from './table.ts';
import { words } from './texts.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  /** What a script that reads the output must not see: progress, questions, refusals. */
  readonly say: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Asks for a secret without showing it. */
  readonly askSecret?: (question: string) => Promise<string>;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** A person's answer to a question; absent where a script is in charge. */
  readonly ask?: (question: string) => Promise<string>;
}

/** How long a person has for a code, and a printer for its slip. */
const TRIAL_MS = 60_000;

export type ExitCode = 0 | 1 | 2;

/** Rejects never. 0 fine, 1 a fault, 2 wrong usage. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const wish = readArguments(args);
  if (wish.command === 'help') {
    terminal.out(words(wish.language).usage.join('\n'));
    return 0;
  }
  if (wish.command === 'usage') {
    terminal.say(`${words(wish.language).wrong} ${wish.wrong}\n\n${words(wish.language).usage.join('\n')}`);
    return 2;
  }
  try {
    const env = environmentOf(wish, terminal);
    if (wish.command === 'check') return await runCheck(env, wish, terminal.out);
    if (wish.command === 'backup' || wish.command === 'backups' || wish.command === 'restore')
      return await runBackupCommand({ env, json: wish.json, language: wish.language }, wish, terminal);
    if (wish.command === 'keys')
      return await runKeys(env, wish, { ...terminal, askSecret: terminal.askSecret ?? noAnswer });
    if (wish.command === 'officers') return await runOfficers(env, wish, terminal);
    if (wish.command === 'catalogue') return await runCatalogue(env, wish, terminal);
    if (wish.command === 'settings') return await runSettings(env, wish, terminal);
    if (wish.command === 'pair') return await runPair(env, wish, terminal);
    return await withDevices(wish, env, terminal);
  } catch (error) {
    terminal.say(refusalOf(error)[wish.language]);
    return 1;
  }
}

/** Nobody is there to be asked: an empty passphrase is refused like any short one. */
const noAnswer = async (): Promise<string> => '';

function refusalOf(error: unknown): Bilingual {
  const known = error instanceof MotcuaError || error instanceof NotAnswered;
  const sentence = known ? error.sentence : sentenceOf('MC-API-99');
  const code = known ? error.code : `MC-API-99, ${error instanceof Error ? error.message.slice(0, 300) : ''}`;
  return { vi: `${sentence.vi} (${code})`, en: `${sentence.en} (${code})` };
}

type DeviceWish = Exclude<
  Extract<Wish, Options>,
  {
    readonly command:
      | 'check'
      | 'pair'
      | 'backup'
      | 'backups'
      | 'restore'
      | 'keys'
      | 'catalogue'
      | 'settings'
      | 'officers';
  }
>;

const environmentOf = ({ dataFolder }: Options, { env }: Terminal): Environment =>
  readEnvironment({ ...env, ...(dataFolder === undefined ? {} : { MOTCUA_DATA: dataFolder }) });

async function withDevices(wish: DeviceWish, env: Environment, terminal: Terminal): Promise<ExitCode> {
  const asked = await whoAnswers(env);
  try {
    return await untilStopped(terminal.signal, carryOut(wish, asked, env, terminal));
  } finally {
    await asked.close();
  }
}

/** A station that was killed leaves its address behind: then the devices are free, and are asked themselves. */
async function whoAnswers(env: Environment): Promise<Asked> {
  const address = readAddress(env.dataFolder);
  return address && (await isAlive(address)) ? askStation(address) : askDevices(env);
}

/** Ctrl-C ends the waiting; devices are let go in order. */
function untilStopped<T extends ExitCode>(signal: AbortSignal, work: Promise<T>): Promise<T | 1> {
  const stopped = new Promise<1>((resolve) => signal.addEventListener('abort', () => resolve(1), { once: true }));
  return Promise.race([work, stopped]);
}

async function carryOut(wish: DeviceWish, asked: Asked, env: Environment, terminal: Terminal): Promise<ExitCode> {
  const head = {
    version: VERSION,
    at: new Date().toISOString(),
    asked: asked.who,
    dataFolder: env.dataFolder,
  };
  const tell = (report: object, table: () => string): void =>
    terminal.out(wish.json ? JSON.stringify(report, undefined, 2) : table());
  switch (wish.command) {
    case 'list': {
      const devices = await asked.list();
      const report = { ...head, motcua: 'devices', devices: devices.map(withReason) };
      tell(deviceReportSchema.parse(report), () => deviceTable(devices, wish.language));
      return 0;
    }
    case 'detect': {
      terminal.say(words(wish.language).searching);
      const candidates = await asked.detect();
      const report = candidateReportSchema.parse({ ...head, motcua: 'candidates', candidates });
      tell(report, () => candidateTable(candidates, wish.language));
      return 0;
    }
    case 'test': {
      const device = (await asked.list()).find(({ id }) => id === wish.id);
      if (!device) {
        terminal.say(`${words(wish.language).noSuch} ${wish.id}`);
        return 2;
      }
      const trial = await tryDevice(device, wish, asked, terminal);
      const report = trialReportSchema.parse({ ...head, motcua: 'trial', id: wish.id, files: [], codes: [], ...trial });
      tell(report, () => trialText(report, wish));
      return report.ok ? 0 : 1;
    }
    default:
      return assertNever(wish);
  }
}

const withReason = (device: DeviceView) => ({ ...device, reason: reasonOf(device) });

type Seen = Pick<TrialReport, 'ok' | 'observed'> & Partial<Pick<TrialReport, 'code' | 'files' | 'codes'>>;

async function tryDevice(
  device: DeviceView,
  wish: Extract<Wish, { readonly command: 'test' }>,
  asked: Asked,
  { say, signal }: Terminal,
): Promise<Seen> {
  const said = words(wish.language);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TRIAL_MS)]);
  switch (device.kind) {
    case 'barcode-scanner':
      say(said.readNow);
      return readSeen(await asked.read(device.id, limit));
    case 'document-scanner':
      say(said.scanNow);
      return pageSeen(await asked.scan(device.id), device.id, wish.out);
    case 'receipt-printer':
    case 'page-printer': {
      say(said.printNow);
      const { ok, uncertain, code } = await asked.print(device.id, limit);
      const observed = uncertain ? sentenceOf('MC-PRN-05') : sentence(code, PRINTED);
      return { ok, observed, ...(code ? { code } : {}) };
    }
    case 'queue-board': {
      say(said.boardNow);
      const desks = (await asked.board(device.id)).join(', ');
      return {
        ok: device.state !== 'absent',
        observed: {
          vi: `Đã gửi số 888 tới bảng của quầy ${desks}; xin nhìn bảng.`,
          en: `888 was sent to the board of desk ${desks}; please look.`,
        },
      };
    }
    default:
      return assertNever(device.kind);
  }
}

const PRINTED: Bilingual = { vi: 'Máy báo đã in xong phiếu thử.', en: 'The printer reports the test slip as printed.' };
const sentence = (code: string | undefined, otherwise: Bilingual): Bilingual =>
  code !== undefined && isErrorCode(code) ? sentenceOf(code) : otherwise;

function readSeen(read: Awaited<ReturnType<Asked['read']>>): Seen {
  if (!read) return { ok: false, observed: { vi: 'Không đọc được mã nào.', en: 'No code was read.' } };
  if (read.code) return { ok: false, code: read.code, observed: sentence(read.code, PRINTED) };
  const { length, verdict } = read;
  const test = {
    whole: { vi: ', đúng mã thử', en: ', the test code, whole' },
    other: { vi: '', en: '' },
    wrong: {
      vi: `, mã thử tới sai (${verdict}); cách chữa ở trang Cài đặt máy`,
      en: `, the test code came wrong (${verdict}); the set-up page says what to do`,
    },
  }[verdict === 'whole' || verdict === 'other' ? verdict : 'wrong'];
  return {
    ok: verdict === 'whole' || verdict === 'other',
    observed: { vi: `Đọc được ${length} ký tự${test.vi}.`, en: `Read ${length} characters${test.en}.` },
  };
}

function pageSeen({ pages, code, picture, codes }: PageTrial, id: string, out: string): Seen {
  if (!picture || pages === 0)
    return { ok: false, code, observed: sentence(code ?? 'MC-DSC-06', sentenceOf('MC-DSC-06')) };
  mkdirSync(out, { recursive: true });
  const file = join(out, `${id.replaceAll(/[^\w.-]/g, '_')}-page.${picture.format === 'jpeg' ? 'jpg' : 'png'}`);
  writeFileSync(file, Buffer.from(picture.base64, 'base64'));
  const { widthPx, heightPx, dpi } = picture;
  const size = `${widthPx} × ${heightPx}, ${dpi} dpi`;
  return {
    ok: true,
    files: [file],
    codes: [...codes],
    observed: { vi: `Nhận một trang ${size}, ${codes.length} mã.`, en: `One page of ${size}, ${codes.length} codes.` },
  };
}

function trialText(report: TrialReport, { language }: Options): string {
  const said = words(language);
  const code = report.code ? ` (${report.code})` : '';
  return [
    `${report.ok ? said.passed : said.failed}: ${report.observed[language]}${code}`,
    ...report.codes.map(({ symbology, text }) => `  ${symbology}: ${text}`),
    ...report.files.map((file) => `  ${file}`),
  ].join('\n');
}
