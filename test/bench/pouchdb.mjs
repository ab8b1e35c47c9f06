/**
 * PouchDB's own replication over HTTP, at its fastest of what it ships: the source in memory behind express-pouchdb, the
 * target in LevelDB on the disk, a thousand documents a batch. `serve <documents.ndjson>` prints its address; `pull <url>
 * <folder>` replicates into a new database at every line it is given and answers with documents and milliseconds.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import expressPouchDB from 'express-pouchdb';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';

const BATCH = 1_000;

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function serve(file) {
  PouchDB.plugin(memory);
  const InMemory = PouchDB.defaults({ adapter: 'memory' });
  const documents = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const source = new InMemory('dossiers');
  for (let at = 0; at < documents.length; at += BATCH) await source.bulkDocs(documents.slice(at, at + BATCH));
  const app = expressPouchDB(InMemory, { inMemoryConfig: true, mode: 'minimumForPouchDB', logPath: '/dev/null' });
  const server = createServer(app).listen(0, '127.0.0.1', () =>
    say({ url: `http://127.0.0.1:${server.address().port}/dossiers` }),
  );
  process.stdin.once('end', () => process.exit(0)).resume();
}

async function pull(url, folder) {
  let round = 0;
  for await (const _line of createInterface({ input: process.stdin })) {
    round += 1;
    const target = new PouchDB(join(folder, `round-${round}`));
    const started = performance.now();
    const { docs_written: documents } = await PouchDB.replicate(url, target, { batch_size: BATCH, batches_limit: 10 });
    say({ documents, ms: performance.now() - started });
    await target.destroy();
  }
  process.exit(0);
}

const [what, first, second] = process.argv.slice(2);
await (what === 'serve' ? serve(first) : pull(first, second));
