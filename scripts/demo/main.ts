/** Plays the demo as whoever runs it (scripts/demo.ts sees to the display and an ordinary user): `main.ts <out folder> [--kill]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEvidence } from './evidence.ts';
import { playKillStory } from './kill-story.ts';
import { playStory } from './story.ts';

const [out = 'out/demo', ...flags] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mc-'));
try {
  const evidence = openEvidence(out);
  const result = flags.includes('--kill') ? await playKillStory(folder, evidence) : await playStory(folder, evidence);
  evidence.file('result.json', `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
