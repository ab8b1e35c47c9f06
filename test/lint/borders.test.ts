/**
 * The one-way rule between the rooms and the ban on cycles are only as good as the linter's settings: each border is
 * crossed here on purpose, in a tree of its own, and Biome must say so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TREE } from '../../scripts/paths.ts';

const ROOMS = [
  'devices',
  'forms',
  'offline-store',
  'station',
  'portal',
  'renderer',
  'electron',
  'scripts',
  'test',
] as const;

/** What each room may import from besides itself and packages. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  devices: ['domain'],
  forms: ['domain'],
  'offline-store': ['domain'],
  portal: ['domain'],
  station: ['domain', 'devices', 'forms', 'offline-store'],
  'station/demo': ['domain', 'devices', 'forms', 'offline-store', 'portal'],
  renderer: ['domain'],
  electron: ['domain'],
};

interface Plant {
  readonly room: string;
  readonly line: string;
  readonly file: string;
}

const plantIn = (room: string, name: string, line: string): Plant => ({ room, line, file: join(room, `${name}.ts`) });
const nameOf = (line: string): string => line.replaceAll(/[^a-z0-9]+/gi, '-');
const up = (room: string): string => '../'.repeat(room.split('/').length);
const crossing = (room: string, other: string): Plant =>
  plantIn(room, `to-${other}`, `import { value } from '${up(room)}${other}/inner/thing.ts';`);

const borders = Object.entries(ALLOWED);
const otherRooms = (room: string): readonly string[] =>
  ['domain', ...ROOMS].filter((other) => other !== room.split('/')[0]);

const forbidden: readonly Plant[] = [
  ...borders.flatMap(([room, allowed]) =>
    otherRooms(room)
      .filter((other) => !allowed.includes(other))
      .map((other) => crossing(room, other)),
  ),
  ...["import { value } from 'node:fs';", "import { value } from 'electron';"].map((line) =>
    plantIn('domain', nameOf(line), line),
  ),
  ...["import { value } from 'node:path';", "import { value } from 'electron';"].map((line) =>
    plantIn('renderer', nameOf(line), line),
  ),
  plantIn('renderer', 'router-value', "import { appRouter } from '../station/api/router.ts';"),
  plantIn('renderer', 'another-type', "import type { Session } from '../station/sessions.ts';"),
  ...['better-sqlite3', 'serialport', 'sharp', '@napi-rs/canvas'].map((name) =>
    plantIn('electron', nameOf(`native ${name}`), `import value from '${name}';`),
  ),
  plantIn('station', 'electron-itself', "import { value } from 'electron';"),
];

const permitted: readonly Plant[] = [
  ...borders.flatMap(([room, allowed]) => allowed.map((other) => crossing(room, other))),
  plantIn('renderer', 'router-type', "import type { AppRouter as value } from '../station/api/router.ts';"),
  plantIn('electron', 'electron-itself', "import { value } from 'electron';"),
  plantIn('station', 'node', "import { value } from 'node:fs';"),
];

let tree: string;
let complaints: ReadonlySet<string>;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'motcua-borders-'));
  for (const name of ['biome.json', '.gitignore', 'package.json']) cpSync(join(TREE, name), join(tree, name));
  for (const { file, line } of [...forbidden, ...permitted]) write(file, `${line}\nexport const used = value;\n`);
  write('domain/ring-a.ts', "import { b } from './ring-b.ts';\nexport const a = b;\n");
  write('domain/ring-b.ts', "import { a } from './ring-a.ts';\nexport const b = a;\n");
  complaints = lint();
});

afterAll(() => rmSync(tree, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      severity: z.string(),
      location: z.object({ path: z.union([z.string(), z.object({ file: z.string() })]) }),
    }),
  ),
});

/** `file rule` of every error that Biome finds there. */
function lint(): ReadonlySet<string> {
  const biome = join(TREE, 'node_modules', '.bin', 'biome');
  const only = ['--only=style/noRestrictedImports', '--only=suspicious/noImportCycles'];
  const { stdout } = spawnSync(biome, ['lint', ...only, '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: tree,
    encoding: 'utf8',
  });
  const { diagnostics } = reportSchema.parse(JSON.parse(stdout));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return new Set(
    errors.map(({ category, location: { path } }) => `${typeof path === 'string' ? path : path.file} ${category}`),
  );
}

const RESTRICTED = 'lint/style/noRestrictedImports';

describe('a border that must not be crossed', () => {
  test.each(forbidden)('$room: $line', ({ file }) => {
    expect(complaints).toContain(`${file} ${RESTRICTED}`);
  });
});

describe('a way that is open', () => {
  test.each(permitted)('$room: $line', ({ file }) => {
    expect(complaints).not.toContain(`${file} ${RESTRICTED}`);
  });
});

test('a ring of imports', () => {
  expect(complaints).toContain('domain/ring-a.ts lint/suspicious/noImportCycles');
});
