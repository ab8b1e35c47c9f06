/** Made-up values for the contract and its guide; a test parses each with the schema it stands for. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Catalogue, CatalogueList } from '../../domain/catalogue.ts';
import { dayOfId } from '../../domain/day-of-id.ts';
import type { settingsFileSchema } from '../../domain/effective-setting.ts';
import { sentenceOf } from '../../domain/errors.ts';
import type { Officers } from '../../domain/officer.ts';
import type { Operation } from '../../domain/operation.ts';
import type { PairingRequest, PairingResponse } from '../../domain/pairing.ts';
import type {
  Change,
  Digests,
  LeaseRequest,
  LeaseResponse,
  PortalError,
  PortalInfo,
  PushRequest,
  PushResponse,
  StoredDocument,
} from '../../domain/sync.ts';

const RECEIVED_AT = Date.UTC(2026, 10, 24, 2, 10);
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const DOSSIER = '01937a3e-7b1c-7abc-8def-0123456789ab';

const received: Operation = {
  id: '01937a3e-7b20-7abc-8def-0123456789ab',
  station: 'quay-1',
  sequence: 41,
  officer: 'Trần Thị Cán Bộ Mẫu',
  madeAt: RECEIVED_AT,
  correctedAt: RECEIVED_AT + 350,
  type: 'dossier.received',
  payload: {
    id: DOSSIER,
    code: 'H57.23.15-261124-0042',
    secret: 'K7M2P9QX',
    agency: 'H57.23.15',
    desk: 1,
    officer: 'Trần Thị Cán Bộ Mẫu',
    procedureCode: '1.001193',
    applicant: {
      name: 'Nguyễn Thị Mẫu',
      citizenId: '046190000123',
      birthDate: '1990-08-05',
      sex: 'female',
      address: 'Thôn 1, Xã Mẫu, Huyện Mẫu, Thừa Thiên Huế',
      phone: '',
      email: '',
      organisation: false,
    },
    onBehalfOf: '',
    papers: [{ name: 'Giấy chứng sinh', kind: 'original', pages: 1, copies: 0 }],
    sets: 1,
    channel: 'counter',
    returnMethod: 'counter',
    payment: { amount: 0, method: 'none' },
    note: '',
    ticket: 'A012',
    receivedAt: RECEIVED_AT,
    dueAt: Date.UTC(2026, 10, 24, 9, 30),
  },
};

const returnedTooEarly: Operation = {
  id: '01937a3e-7b99-7abc-8def-0123456789ab',
  station: 'quay-1',
  sequence: 42,
  officer: 'Trần Thị Cán Bộ Mẫu',
  madeAt: RECEIVED_AT + 60_000,
  correctedAt: RECEIVED_AT + 60_350,
  type: 'dossier.acted',
  payload: { dossierId: DOSSIER, action: 'return-result', reason: '', to: '' },
};

const pushRequest: PushRequest = {
  station: 'quay-1',
  operations: [received, returnedTooEarly],
  opening: { id: '01937a00-0000-7abc-8def-0123456789ab', after: '01936b10-0000-7abc-8def-0123456789ab' },
};

const pushResponse: PushResponse = {
  answers: [
    { id: received.id, outcome: 'accepted', revision: 1207 },
    { id: returnedTooEarly.id, outcome: 'rejected', code: 'MC-POR-03', message: sentenceOf('MC-POR-03') },
  ],
  now: RECEIVED_AT + 61_000,
};

const change: Change = { cursor: 'M2Y5YTFjN2U6MTIwNw', revision: 1207, operation: received };

const digests: Digests = {
  revision: 1207,
  days: [
    {
      day: dayOfId(received.id),
      operations: 1,
      sha256: createHash('sha256').update(`1207 ${received.id}\n`).digest('hex'),
    },
  ],
  now: RECEIVED_AT + 61_000,
};

const leaseRequest: LeaseRequest = {
  id: '01937a40-0000-7abc-8def-0123456789ab',
  station: 'quay-1',
  agency: 'H57.23.15',
  days: ['2026-11-24', '2026-11-25'],
  count: 50,
};

const leaseResponse: LeaseResponse = {
  leases: [
    { id: '01937a40-1111-7abc-8def-0123456789ab', agency: 'H57.23.15', day: '2026-11-24', from: 101, to: 150 },
    { id: '01937a40-2222-7abc-8def-0123456789ab', agency: 'H57.23.15', day: '2026-11-25', from: 1, to: 50 },
  ],
  now: RECEIVED_AT,
};

const info: PortalInfo = { portal: 'motcua-portal', contract: 1, now: RECEIVED_AT, name: 'Cổng mẫu (dữ liệu mẫu)' };
const KEY_ID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const pairingRequest: PairingRequest = {
  code: 'CJRY4AHQX39F',
  publicKey: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  station: 'quay-1',
  agency: 'H57.23.15',
};
const pairingResponse: PairingResponse = {
  station: 'quay-1',
  agency: 'H57.23.15',
  portal: 'Cổng mẫu (dữ liệu mẫu)',
  audience: 'https://cong-mau.example',
  keyId: KEY_ID,
  pairedAt: RECEIVED_AT,
  lastSequence: 0,
  replaced: false,
  now: RECEIVED_AT,
};
const officers: Officers = {
  officers: [
    {
      id: 'cb-0412',
      name: 'Trần Thị Cán Bộ Mẫu',
      title: 'Công chức Tư pháp – Hộ tịch',
      roles: ['intake', 'specialist'],
    },
    {
      id: 'cb-0007',
      name: 'Lê Văn Lãnh Đạo Mẫu',
      title: 'Phó Chủ tịch UBND xã',
      roles: ['leader'],
      from: '2026-07-01',
    },
  ],
};
const catalogueList: CatalogueList = {
  versions: [
    { id: 'hue.2026-11', from: '2026-01-01' },
    { id: 'hue.2026-12', from: '2026-12-01' },
  ],
};
const catalogue: Catalogue = {
  version: 1,
  id: 'hue.2026-12',
  from: '2026-12-01',
  decision: '1234/QĐ-UBND',
  name: 'Danh mục thủ tục mẫu, cấp xã',
  note: 'Dữ liệu mẫu',
  fields: [{ id: 'ho-tich', letter: 'A', name: 'Hộ tịch', nameEn: 'Civil status' }],
  usualSteps: [{ text: 'Nộp hồ sơ tại quầy', textEn: 'Hand the papers in at the desk' }],
  procedures: [
    {
      code: '2.000635',
      field: 'ho-tich',
      name: 'Cấp bản sao trích lục hộ tịch',
      nameEn: 'Copy of a civil-status extract',
      deadline: { kind: 'same-day', cutoff: '11:00', dueTime: '16:30', lateDueTime: '11:00' },
      fee: { kind: 'per-copy', amount: 8_000 },
      papers: [{ id: 'to-khai', name: 'Tờ khai', nameEn: 'Application form', kinds: ['original'], required: true }],
      example: { deadline: true, fee: true, papers: true },
    },
  ],
};
const settings: z.infer<typeof settingsFileSchema> = {
  version: 1,
  settings: [
    {
      id: 'nghi-bu.2026-12-31',
      decision: '1235/QĐ-UBND',
      reason: 'Hoán đổi ngày làm việc (dữ liệu mẫu)',
      madeAt: RECEIVED_AT,
      madeBy: 'Sở Nội vụ (mẫu)',
      key: 'day',
      from: '2026-12-31',
      value: { kind: 'off' },
    },
  ],
};
const document: StoredDocument = { sha256: SHA256, bytes: 1_482_133, storedAt: RECEIVED_AT + 90_000 };
const error: PortalError = { code: 'MC-POR-06', message: sentenceOf('MC-POR-06') };

export const EXAMPLES = {
  PushRequest: pushRequest,
  PushResponse: pushResponse,
  Change: change,
  Digests: digests,
  LeaseRequest: leaseRequest,
  LeaseResponse: leaseResponse,
  PortalInfo: info,
  PairingRequest: pairingRequest,
  PairingResponse: pairingResponse,
  Officers: officers,
  CatalogueList: catalogueList,
  Catalogue: catalogue,
  Settings: settings,
  StoredDocument: document,
  PortalError: error,
} as const;
