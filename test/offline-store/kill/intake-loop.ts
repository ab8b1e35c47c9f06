/** A station that takes dossiers in without end and says each code only once it is acknowledged. Killed by kill.test.ts. */
import { writeSync } from 'node:fs';
import { v7 as uuid7 } from 'uuid';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';

const [, , file = '', at = '0'] = process.argv;
const NOW = Number(at);
const store = openOfficeStore({
  file,
  station: 'may-quay-1',
  agency: 'H57.23.15',
  now: () => NOW,
  keys: temporaryKeys(),
});

for (;;) {
  const by = { operationId: uuid7(), officer: 'Trần Văn Mẫu', desk: 3, madeAt: NOW, correctedAt: NOW };
  const applicant = {
    name: 'Nguyễn Thị Mẫu',
    citizenId: '',
    address: 'Thôn 1',
    phone: '',
    email: '',
    organisation: false,
  };
  const intake = {
    procedureCode: '1.004873',
    applicant,
    onBehalfOf: '',
    papers: [],
    sets: 1,
    channel: 'counter',
    returnMethod: 'counter',
    payment: { amount: 0, method: 'none' },
    note: '',
    ticket: '',
  } as const;
  const prints = [{ id: uuid7(), document: 'slip', printerId: 'phieu', copies: 1 }] as const;
  const { received } = store.receiveDossier(
    { dossierId: uuid7(), intake, dueAt: NOW + 1, secret: 'K7P2M9QX', prints },
    by,
  );
  writeSync(1, `${received.code} ${received.id}\n`);
}
