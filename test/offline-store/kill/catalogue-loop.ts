/** A station that takes versions of the catalogue in without end and says each id only once it is in. Killed by catalogue-killed.test.ts. */
import { writeSync } from 'node:fs';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';
import { longCatalogue } from '../../catalogue.ts';

const [, , file = '', count = '0'] = process.argv;
const store = openOfficeStore({
  file,
  station: 'may-quay-1',
  agency: 'H57.23.15',
  now: Date.now,
  keys: temporaryKeys(),
});

for (let next = store.catalogue.versions().length; ; next += 1) {
  const { procedures, ...head } = longCatalogue(`mau.${next}`, '2026-11-01', Number(count));
  // Each has procedures of its own, and such as it shares with the ones before.
  const own = procedures.map((one, index) => (index % 2 === 0 ? { ...one, nameEn: `${one.nameEn} ${next}` } : one));
  store.catalogue.add({ ...head, procedures: own }, { source: 'file', at: 1, who: 'technician' });
  writeSync(1, `${head.id}\n`);
}
