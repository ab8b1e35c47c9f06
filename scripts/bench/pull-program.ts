/**
 * `node pull-program.ts <line as JSON> <folder>`: at every line of its input a new store takes in the whole feed, as a new
 * PC does; answers with dossiers and milliseconds. A process of its own, as the peer's is (test/bench/pouchdb.mjs).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { createPull } from '../../offline-store/sync/pull.ts';
import { type LineTo, lineTo } from './line.ts';

const [line, folder] = process.argv.slice(2);
if (line === undefined || folder === undefined) throw new Error('usage: pull-program.ts <line> <folder>');
const place = JSON.parse(line) as LineTo;
const keys = temporaryKeys();
let round = 0;

for await (const _ of createInterface({ input: process.stdin })) {
  round += 1;
  const own = join(folder, `round-${round}`);
  mkdirSync(own, { recursive: true });
  const store = openOfficeStore({
    file: join(own, 'office.db'),
    station: place.station,
    agency: place.agency,
    now: Date.now,
    keys,
  });
  const started = performance.now();
  await createPull(lineTo(place, store, own, keys))();
  const ms = performance.now() - started;
  const documents = store.dossiers.worklist('2000-01-01').length;
  process.stdout.write(`${JSON.stringify({ documents, ms })}\n`);
  store.close();
  rmSync(own, { recursive: true });
}
