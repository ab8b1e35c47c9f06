/**
 * `npm run conformance -- --url <base> --token <token>`: tells a portal's vendor, point by point, whether the system keeps
 * the contract. It writes made-up dossiers: give it a test system and a test agency. Exit code 0: all kept, 1: something is
 * broken, 2: called wrongly.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sendTo } from './client.ts';
import { codesOfAdmin, codesTyped, type PairingCodes } from './pairing.ts';
import type { Speaker } from './point.ts';
import { asMarkdown, lineOf } from './report.ts';
import { runConformance } from './run.ts';

const USAGE = `usage: npm run conformance -- --url <base> --token <token> [--station conformance] [--agency H57.99.99]
         [--colleague-token <token> --colleague <station>]                     another station of the same agency
         [--stranger-token <token> --stranger <station> --stranger-agency <a>] a station of another agency
         [--pairing-code <code> --paired <station>]                            a one-time code for a station of the agency
         [--replacing-code <code>]                                             a second one, made to replace its key
         [--admin-token <token>]                                               instead of both, where there is the reference's admin side
         [--out <folder>]                                                      report.md and report.json
It writes made-up dossiers: use a test system and a test agency.
`;

const OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  station: { type: 'string', default: 'conformance' },
  agency: { type: 'string', default: 'H57.99.99' },
  'colleague-token': { type: 'string' },
  colleague: { type: 'string', default: 'conformance-2' },
  'stranger-token': { type: 'string' },
  stranger: { type: 'string', default: 'conformance-3' },
  'stranger-agency': { type: 'string', default: 'H57.99.98' },
  'pairing-code': { type: 'string' },
  'replacing-code': { type: 'string' },
  'admin-token': { type: 'string' },
  paired: { type: 'string', default: 'conformance-4' },
  out: { type: 'string' },
} as const;

const speaker = (token: string | undefined, station: string, agency: string): Speaker | undefined =>
  token === undefined ? undefined : { token, station, agency };

interface CodeFlags {
  readonly paired: string;
  readonly agency: string;
  readonly 'pairing-code'?: string | undefined;
  readonly 'replacing-code'?: string | undefined;
  readonly 'admin-token'?: string | undefined;
}

function codesFrom(url: string, { paired: station, agency, ...given }: CodeFlags): PairingCodes | undefined {
  const adminToken = given['admin-token'];
  if (adminToken !== undefined) return codesOfAdmin(sendTo(url), { station, agency }, adminToken);
  const first = given['pairing-code'];
  return first === undefined ? undefined : codesTyped({ station, agency }, first, given['replacing-code']);
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const me = speaker(values.token, values.station, values.agency);
  if (values.url === undefined || !me) {
    process.stderr.write(USAGE);
    return 2;
  }
  // Where nobody answers, fifty broken promises would say nothing.
  await sendTo(values.url)('/v1/info');
  const report = await runConformance({
    url: values.url,
    me,
    colleague: speaker(values['colleague-token'], values.colleague, values.agency),
    stranger: speaker(values['stranger-token'], values.stranger, values['stranger-agency']),
    codes: codesFrom(values.url, values),
    onFinding: (finding) => process.stdout.write(`${lineOf(finding)}\n`),
  });
  process.stdout.write(`\n${report.kept} kept, ${report.broken} broken, ${report.leftOut} left out\n`);
  if (values.out !== undefined) {
    await mkdir(values.out, { recursive: true });
    await writeFile(join(values.out, 'report.md'), asMarkdown(report));
    await writeFile(join(values.out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  }
  return report.broken === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // A flag that is none, or an address that is none: said, with how to call it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
