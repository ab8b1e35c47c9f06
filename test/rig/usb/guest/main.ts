/** Runs inside the emulated PC, as root, with nothing else running: makes the devices, tells the story, writes the records. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createUnit, type Desk } from './desk.ts';
import { createRecorder } from './recorder.ts';
import { tellStory } from './story.ts';
import { startUnderTest } from './under-test.ts';

const FOLDER = '/run/usb-rig';
const [rounds = '0'] = process.argv.slice(2);
const uptimeMs = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
const recorder = createRecorder(`${FOLDER}/records.jsonl`, Date.now() - uptimeMs);

/** What every Linux PC has running, and the libraries under test ask. */
function startUdev(): void {
  for (const [command = '', ...args] of [
    ['/lib/systemd/systemd-udevd', '--daemon'],
    ['udevadm', 'trigger'],
    ['udevadm', 'settle', '-t', '60'],
  ]) {
    const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
    if (status !== 0) throw error ?? new Error(`${command} ended with ${status}`);
  }
}

async function main(): Promise<void> {
  recorder.event(`Linux ${readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()}, Node ${process.version}`);
  startUdev();
  recorder.event('udev runs');
  const a = createUnit(0, 'RIG-0001');
  const b = createUnit(1, 'RIG-0002');
  const desk: Desk = { recorder, a, b, program: await startUnderTest(recorder) };
  recorder.event('the program under test runs');
  await tellStory(desk, Number(rounds));
  await desk.program.stop();
  recorder.end();
}

try {
  await main();
} catch (error) {
  recorder.event(`the story broke off: ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
}
process.exit();
