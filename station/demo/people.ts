/** The dossiers of the demo commune. Every person, address and number is made up. */

import type { Paper } from '../../domain/dossier.ts';
import type { DossierAction } from '../../domain/dossier-actions.ts';
import type { Holder } from '../../domain/movement.ts';
import type { Officer } from '../../domain/officer.ts';

export interface DemoAction {
  readonly action: DossierAction;
  readonly back: number;
  readonly at: string;
  readonly reason?: string;
  readonly to?: string;
}

/** Handed over at `at`, and taken at `taken` if it was. */
export interface DemoHandOver {
  readonly to: Holder;
  readonly back: number;
  readonly at: string;
  readonly taken?: string;
}

/** `back`: working days before today; `at`: local time. */
export interface DemoDossier {
  readonly name: string;
  readonly id: string;
  readonly sex: 'male' | 'female';
  readonly born: string;
  readonly phone: string;
  readonly address: string;
  readonly procedure: string;
  readonly papers: readonly Paper[];
  readonly back: number;
  readonly at: string;
  readonly actions?: readonly DemoAction[];
  readonly handOvers?: readonly DemoHandOver[];
  readonly extra?: 'print-uncertain' | 'half-scanned';
}

const paper = (name: string, pages = 1, copies = 0): Paper => ({ name, kind: 'original', pages, copies });
/** Who works in the made-up office; the first is the one at the demo's desk. */
export const DEMO_OFFICERS: readonly Officer[] = [
  { id: 'mau-02', name: 'Hồ Thị Mỹ Duyên', title: 'Công chức Văn phòng – Một cửa', roles: ['intake'] },
  { id: 'mau-03', name: 'Phan Văn Thạnh', title: 'Công chức Tư pháp – Hộ tịch', roles: ['intake', 'specialist'] },
  { id: 'mau-04', name: 'Trần Đình Quốc Bảo', title: 'Công chức Địa chính – Xây dựng', roles: ['specialist'] },
  { id: 'mau-05', name: 'Lê Thị Hồng Nhung', title: 'Công chức Văn hoá – Xã hội', roles: ['intake', 'specialist'] },
  { id: 'mau-01', name: 'Nguyễn Khoa Diệu Khánh', title: 'Phó Chủ tịch UBND xã', roles: ['leader'] },
];
const LEADER: Holder = { unit: 'Phó Chủ tịch UBND xã', name: 'Nguyễn Khoa Diệu Khánh', officerId: 'mau-01' };
const HAMLET = 'thôn Lại Thế 1, xã Mẫu, huyện Mẫu, Thừa Thiên Huế';
const forward = (back: number, at: string): DemoAction => ({
  action: 'forward',
  back,
  at,
  to: 'Phan Văn Thạnh, công chức hộ tịch',
});
const sign = (back: number, at: string): DemoAction => ({
  action: 'submit-for-signature',
  back,
  at,
  to: 'Phó Chủ tịch',
});
const result = (back: number, at: string): DemoAction => ({ action: 'record-result', back, at });

export const DEMO_DOSSIERS: readonly DemoDossier[] = [
  {
    name: 'Lê Bá Thanh Phong',
    id: '046085001234',
    sex: 'male',
    born: '1985-03-12',
    phone: '0905 111 018',
    address: `Số 12, ${HAMLET}`,
    procedure: '2.001035',
    papers: [paper('Hợp đồng uỷ quyền', 4), paper('Giấy chứng nhận quyền sử dụng đất', 4)],
    back: 3,
    at: '08:05',
    actions: [forward(3, '09:00')],
  },
  {
    name: 'Hoàng Trọng Nhật Quang',
    id: '046090002345',
    sex: 'male',
    born: '1990-07-02',
    phone: '0905 111 007',
    address: `Xóm Đình, ${HAMLET}`,
    procedure: '1.004873',
    papers: [paper('Tờ khai'), paper('Quyết định ly hôn', 2)],
    back: 4,
    at: '14:10',
    actions: [forward(4, '15:00'), sign(1, '16:00')],
    handOvers: [{ to: LEADER, back: 1, at: '16:05', taken: '16:20' }],
  },
  {
    name: 'Công Tằng Tôn Nữ Thị Diệu Huyền',
    id: '046175002731',
    sex: 'female',
    born: '1975-11-21',
    phone: '0905 214 418',
    address:
      'Kiệt 131/14/7 đường liên thôn Tây Trì Nhơn – Lại Thế, thôn Tây Trì Nhơn, xã Mẫu, huyện Mẫu, Thừa Thiên Huế',
    procedure: '2.000635',
    papers: [paper('Tờ khai', 1, 2), paper('Căn cước công dân', 1), paper('Sổ hộ tịch cũ', 1)],
    back: 1,
    at: '14:26',
    actions: [forward(1, '14:40')],
    handOvers: [{ to: LEADER, back: 0, at: '08:10' }],
  },
  {
    name: 'Trương Thị Như Ý',
    id: '046192003366',
    sex: 'female',
    born: '1992-01-30',
    phone: '0935 660 036',
    address: `Số 3, ${HAMLET}`,
    procedure: '2.000884',
    papers: [paper('Giấy uỷ quyền', 2)],
    back: 1,
    at: '15:02',
  },
  {
    name: 'Phan Đặng Quốc Cường',
    id: '046088002222',
    sex: 'male',
    born: '1988-09-09',
    phone: '0914 220 022',
    address: `Số 40, ${HAMLET}`,
    procedure: '1.004859',
    papers: [paper('Tờ khai'), paper('Giấy khai sinh'), paper('Học bạ', 6)],
    back: 3,
    at: '14:05',
    actions: [forward(3, '15:10')],
  },
  {
    name: 'Nguyễn Phước Vĩnh Bảo Khánh',
    id: '046079000909',
    sex: 'male',
    born: '1979-05-05',
    phone: '0905 700 009',
    address: `Số 9, ${HAMLET}`,
    procedure: '1.004884',
    papers: [paper('Tờ khai'), paper('Bản sao giấy khai sinh cũ')],
    back: 5,
    at: '15:20',
    actions: [forward(5, '16:00'), sign(1, '10:00')],
  },
  {
    name: 'Huỳnh Thị Kim Ngân',
    id: '046195001212',
    sex: 'female',
    born: '1995-12-24',
    phone: '0935 001 212',
    address: `Số 77, ${HAMLET}`,
    procedure: '1.001193',
    papers: [paper('Giấy chứng sinh'), paper('Tờ khai')],
    back: 0,
    at: '07:48',
  },
  {
    name: 'Đặng Hữu Thọ',
    id: '046060003939',
    sex: 'male',
    born: '1960-02-17',
    phone: '0914 003 939',
    address: `Số 5, ${HAMLET}`,
    procedure: '2.000815',
    papers: [paper('Bằng tốt nghiệp đại học', 1, 2)],
    back: 0,
    at: '07:55',
    extra: 'print-uncertain',
  },
  {
    name: 'Võ Thị Hồng Nhung',
    id: '046187003535',
    sex: 'female',
    born: '1987-08-08',
    phone: '0905 003 535',
    address: `Số 21, ${HAMLET}`,
    procedure: '1.004837',
    papers: [paper('Tờ khai'), paper('Văn bản cử người giám hộ', 2), paper('Giấy tờ chứng minh điều kiện', 2)],
    back: 0,
    at: '08:02',
    extra: 'half-scanned',
  },
  {
    name: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
    id: '046182004242',
    sex: 'female',
    born: '1982-06-16',
    phone: '0905 004 242',
    address: `Nhà thờ họ, ${HAMLET}`,
    procedure: '2.000635',
    papers: [paper('Tờ khai', 1, 3)],
    back: 2,
    at: '08:30',
    actions: [forward(2, '09:00'), result(1, '15:40')],
  },
  {
    name: 'Ngô Văn Hiếu',
    id: '046070000505',
    sex: 'male',
    born: '1970-10-10',
    phone: '0905 000 505',
    address: `Số 18, ${HAMLET}`,
    procedure: '2.001019',
    papers: [paper('Dự thảo di chúc', 3)],
    back: 3,
    at: '09:40',
    actions: [forward(3, '10:00'), sign(1, '15:00'), result(1, '16:10')],
  },
  {
    name: 'Tôn Thất Minh Đạo',
    id: '046077000303',
    sex: 'male',
    born: '1977-04-03',
    phone: '0914 000 303',
    address: `Số 2, ${HAMLET}`,
    procedure: '1.004884',
    papers: [paper('Tờ khai')],
    back: 6,
    at: '10:15',
    actions: [forward(6, '11:00'), sign(3, '09:00'), result(2, '14:20')],
  },
  {
    name: 'Hội Nông dân xã Mẫu',
    id: '',
    sex: 'male',
    born: '1970-01-01',
    phone: '0234 3000 099',
    address: 'Trụ sở UBND xã Mẫu',
    procedure: '1.003622',
    papers: [paper('Văn bản đăng ký'), paper('Kế hoạch tổ chức', 5)],
    back: 9,
    at: '08:20',
    actions: [forward(9, '09:00'), sign(4, '09:00'), result(3, '10:00')],
  },
  {
    name: 'Mai Xuân Thưởng Hiền',
    id: '046091001616',
    sex: 'male',
    born: '1991-03-16',
    phone: '0905 001 616',
    address: `Số 66, ${HAMLET}`,
    procedure: '1.004772',
    papers: [paper('Tờ khai'), paper('Giấy tờ cá nhân', 3)],
    back: 5,
    at: '09:00',
    actions: [{ action: 'request-supplement', back: 4, at: '14:00', reason: 'Cần bản chính giấy chứng sinh' }],
  },
  {
    name: 'Cao Thị Ánh Nguyệt',
    id: '046189000808',
    sex: 'female',
    born: '1989-02-28',
    phone: '0935 000 808',
    address: `Số 31, ${HAMLET}`,
    procedure: '1.000689',
    papers: [paper('Tờ khai'), paper('Giấy chứng sinh')],
    back: 4,
    at: '10:00',
    actions: [
      { action: 'request-supplement', back: 3, at: '09:00', reason: 'Cần kết quả xét nghiệm quan hệ cha, con' },
    ],
  },
  {
    name: 'Châu Ngọc Thuỳ Lâm',
    id: '046194001111',
    sex: 'female',
    born: '1994-11-11',
    phone: '0914 001 111',
    address: `Số 11, ${HAMLET}`,
    procedure: '1.004746',
    papers: [paper('Tờ khai'), paper('Bản sao giấy chứng nhận kết hôn')],
    back: 2,
    at: '08:50',
    actions: [forward(2, '10:00')],
  },
  {
    name: 'Bùi Nguyễn Thảo Vy',
    id: '046193002727',
    sex: 'female',
    born: '1993-07-27',
    phone: '0935 002 727',
    address: `Số 27, ${HAMLET}`,
    procedure: '1.001653',
    papers: [paper('Đơn đề nghị'), paper('Giấy xác nhận khuyết tật cũ')],
    back: 4,
    at: '08:15',
    actions: [forward(4, '09:30')],
  },
];

/** A made-up officer of each specialist's desk. */
export const SPECIALIST = 'Phan Văn Thạnh';
