import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench, Sheet } from './scans.ts';

const LOST = { ok: false, code: 'MC-DSC-06' } as const;
const STOPPED = { ok: false, code: 'MC-DSC-08' } as const;
const PAGE = new Sheet(250, { width: 200, height: 200 }).rect(30, 40, 120, 8, 30);

let planted = '';
let png: Uint8Array;
beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), 'motcua-planted-'));
  png = await PAGE.png();
});
afterAll(() => rm(planted, { recursive: true, force: true }));

let bench: Bench | undefined;
afterEach(() => bench?.close());

/** A worker of our own: `each` is what it does with a page; `answer(page)` is a good answer. */
function plant(name: string, each: string): string {
  const file = join(planted, `${name}.mjs`);
  const page =
    "{ file: page.into, format: 'png', bytes: 1, widthPx: 1, heightPx: 1, dpi: 100, blank: true, turned: 0, skew: 0, codes: [] }";
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
const answer = (page) => process.send({ ok: true, page: ${page} });
process.on('message', (page) => { ${each} });
process.on('disconnect', () => process.exit(0));
process.send('ready');
`,
  );
  return file;
}

/** Hangs on a page named hang…, having begun to write it; writes that it has the page. */
const HANGING = `
  if (!page.file.includes('hang')) return answer(page);
  writeFileSync(page.into + '.jpg.part', '');
  writeFileSync(page.file + '.held', String(process.pid));
  for (;;) ;
`;

/** Processes that this one started and that run a page worker. */
function workersAlive(): readonly number[] {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.filter((line) => /worker\.ts|planted/.test(line)).map((line) => Number.parseInt(line, 10));
}

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const held = (of: Bench, name: string) => eventually(async () => (await of.names()).includes(`${name}.held`));

describe('a worker process that dies', () => {
  it('is killed between two pages: the next page has another process', async () => {
    bench = await openBench({ workers: 1 });
    expect(await bench.pipeline.process(await bench.put('a.png', png))).toMatchObject({ ok: true });
    const [first] = workersAlive();
    process.kill(first ?? 0, 'SIGKILL');
    expect(await bench.pipeline.process(await bench.put('b.png', png))).toMatchObject({ ok: true });
    expect(workersAlive()).not.toContain(first);
  });

  it('is killed in the middle of a page: the page has a second process, which makes it', async () => {
    const once = `if (existsSync(page.file + '.held')) return answer(page);${HANGING}`;
    bench = await openBench({ workers: 1, workerFile: plant('once', once) });
    const outcome = bench.pipeline.process(await bench.put('hang.png', png));
    await held(bench, 'hang.png');
    process.kill(workersAlive()[0] ?? 0, 'SIGKILL');
    expect(await outcome).toMatchObject({ ok: true });
    expect(await bench.names()).toEqual(['hang.png', 'hang.png.held']);
  });

  it('dies of one page every time: that page is refused, stays, and the others are made', async () => {
    const dying = `if (page.file.includes('bad')) process.exit(1); answer(page);`;
    bench = await openBench({ workers: 1, workerFile: plant('dying', dying) });
    const pages = await Promise.all(['1.png', 'bad.png', '2.png'].map((name) => bench?.put(name, png)));
    const outcomes = await Promise.all(pages.flatMap((page) => (page && bench ? bench.pipeline.process(page) : [])));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(await bench.names()).toEqual(['1.png', '2.png', 'bad.png']);
  });

  it('never starts, or cannot even be asked to', async () => {
    const tooOld = plant('broken', 'this is no program (');
    for (const workerFile of [tooOld, join(planted, 'missing.mjs'), 'no\0such']) {
      const broken = await openBench({ workers: 1, workerFile });
      expect(await broken.pipeline.process(await broken.put('a.png', png))).toEqual(LOST);
      await broken.close();
    }
  });

  it('answers what is no answer: half a page, another’s words, a code that does not exist', async () => {
    const lies = [
      `process.send({ ok: true, page: {} })`,
      `process.send('fine')`,
      `process.send({ ok: false, code: 'X' })`,
    ];
    const lying = `[${lies.map((lie) => `() => ${lie}`).join(',')}][Number(page.dpi) - 100]()`;
    bench = await openBench({ workers: 1, workerFile: plant('lying', lying) });
    const put = await bench.put('a.png', png);
    for (const dpi of [100, 101, 102]) expect(await bench.pipeline.process({ ...put, dpi })).toEqual(LOST);
  });
});

describe('a worker process that hangs', () => {
  it('is ended when its time is over, and the next page is made', async () => {
    bench = await openBench({ workers: 1, pageMs: 3_000, workerFile: plant('hanging', HANGING) });
    const { pipeline } = bench;
    const [stuck, next] = [await bench.put('hang.png', png), await bench.put('b.png', png)];
    const outcomes = await Promise.all([pipeline.process(stuck), pipeline.process(next)]);
    expect(outcomes).toMatchObject([LOST, { ok: true }]);
    expect(await bench.names()).toEqual(['b.png', 'hang.png', 'hang.png.held']);
  });
});

describe('a caller who stops', () => {
  it('is answered at once, nothing half written stays, and the next page is made', async () => {
    bench = await openBench({ workers: 1, workerFile: plant('stopped', HANGING) });
    const stop = new AbortController();
    const outcome = bench.pipeline.process(await bench.put('hang.png', png), stop.signal);
    await held(bench, 'hang.png');
    stop.abort();
    expect(await outcome).toEqual(STOPPED);
    expect(await bench.names()).toEqual(['hang.png', 'hang.png.held']);
    expect(workersAlive()).toEqual([]);
    expect(await bench.pipeline.process(await bench.put('b.png', png))).toMatchObject({ ok: true });
  });

  it('need not wait for other pages: one that waits for its turn is answered while they go on', async () => {
    bench = await openBench({ workers: 1, workerFile: plant('waiting', HANGING) });
    const { pipeline } = bench;
    const [mine, others] = [new AbortController(), new AbortController()];
    const busy = pipeline.process(await bench.put('hang.png', png), others.signal);
    const waiting = pipeline.process(await bench.put('b.png', png), mine.signal);
    const last = pipeline.process(await bench.put('c.png', png));
    await held(bench, 'hang.png');
    mine.abort();
    expect(await waiting).toEqual(STOPPED);
    others.abort();
    expect(await busy).toEqual(STOPPED);
    expect(await last).toMatchObject({ ok: true });
  });

  it('had stopped before: no process is started', async () => {
    bench = await openBench({ workers: 1 });
    expect(await bench.pipeline.process(await bench.put('a.png', png), AbortSignal.abort())).toEqual(STOPPED);
    expect(workersAlive()).toEqual([]);
  });
});

describe('a pipeline that is closed', () => {
  it('answers the page at work, those that wait and those that come later, and leaves no process', async () => {
    bench = await openBench({ workers: 2, workerFile: plant('closed', HANGING) });
    const { pipeline, put } = bench;
    const pages = await Promise.all(['hang-1', 'hang-2', 'c', 'd'].map((name) => put(name, png)));
    const outcomes = pages.map((page) => pipeline.process(page));
    await Promise.all([held(bench, 'hang-1'), held(bench, 'hang-2')]);
    await pipeline.close();
    expect(await Promise.all(outcomes)).toEqual([STOPPED, STOPPED, STOPPED, STOPPED]);
    expect(await pipeline.process(await put('e', png))).toEqual(STOPPED);
    expect(workersAlive()).toEqual([]);
    expect(await bench.names()).toEqual(['c', 'd', 'e', 'hang-1', 'hang-1.held', 'hang-2', 'hang-2.held']);
    await pipeline.close();
  });
});

describe('many pages', () => {
  it('twenty on two workers are all answered, each with its own page, by two processes at most', async () => {
    bench = await openBench({ workers: 2, workerFile: plant('many', 'setTimeout(answer, 10, page)') });
    const { pipeline, put } = bench;
    const pages = await Promise.all(Array.from({ length: 20 }, (_, number) => put(`${number}.png`, png)));
    let most = 0;
    const outcomes = await Promise.all(
      pages.map(async (page) => {
        const outcome = await pipeline.process(page);
        most = Math.max(most, workersAlive().length);
        return outcome.ok ? outcome.page.file : outcome.code;
      }),
    );
    expect(outcomes).toEqual(pages.map(({ into }) => into));
    expect(most).toBeLessThanOrEqual(2);
  });

  it('a process without work gives its memory back, and comes again when a page does', async () => {
    bench = await openBench({ workers: 1, idleMs: 50, workerFile: plant('idle', 'answer(page)') });
    const { pipeline, put } = bench;
    expect(await pipeline.process(await put('a', png))).toMatchObject({ ok: true });
    await eventually(() => workersAlive().length === 0);
    expect(await pipeline.process(await put('b', png))).toMatchObject({ ok: true });
  });
});
