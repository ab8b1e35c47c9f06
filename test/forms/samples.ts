import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import type { Form01Input, SlipInput, TicketInput } from '../../forms/input.ts';

/** Made-up people and places. */
export const code = 'H57.23.15-261121-0042';
export const qrPayload = formatReceiptQr(code, '7KQ4X2M9');

export const form01: Form01Input = {
  agencyParent: 'Ủy ban nhân dân xã Mẫu',
  agencyName: 'Bộ phận Tiếp nhận và Trả kết quả',
  receivingDesk: 'UBND xã Mẫu, huyện Mẫu',
  place: 'Xã Mẫu',
  number: '1187/TNHS',
  code,
  lookupSecret: '7KQ4X2M9',
  qrPayload,
  applicantName: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
  address:
    'Kiệt 131/14/7 đường liên thôn Tây Trì Nhơn – Lại Thế, thôn Tây Trì Nhơn, xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế',
  phone: '0900 000 042',
  email: 'dam.khue@example.vn',
  matter:
    'Chứng thực hợp đồng, giao dịch liên quan đến tài sản là động sản, quyền sử dụng đất, nhà ở (mã thủ tục 2.001035)',
  papers: [
    { name: 'Dự thảo hợp đồng, giao dịch', kind: 'original', pages: 0, copies: 2 },
    { name: 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở', kind: 'photocopy', pages: 4, copies: 0 },
    { name: 'Căn cước công dân của các bên', kind: 'certified-copy', pages: 1, copies: 0 },
  ],
  sets: 1,
  processingTime: '02 ngày làm việc',
  receivedAt: Date.UTC(2026, 10, 21, 4, 0),
  dueAt: Date.UTC(2026, 10, 24, 9, 30),
  returnPlace: 'Bộ phận Tiếp nhận và Trả kết quả, Quầy 2',
  bookNumber: '04/2026',
  bookIndex: '1187',
  officerName: 'Hồ Thị Mỹ Duyên',
  deskPhone: '0234 3000 042',
  demo: true,
};

export const slip: SlipInput = {
  agencyName: 'UBND XÃ MẪU',
  matter: 'Chứng thực hợp đồng, giao dịch',
  desk: 'Quầy 2',
  deskPhone: '0234 3000 042',
  code,
  lookupSecret: '7KQ4X2M9',
  qrPayload,
  dueAt: Date.UTC(2026, 10, 24, 9, 30),
  printedAt: Date.UTC(2026, 10, 21, 4, 0),
  demo: true,
};

export const ticket: TicketInput = {
  agencyName: 'UBND XÃ MẪU',
  letter: 'A',
  number: 12,
  field: 'Hộ tịch',
  desk: 'Quầy 2',
  peopleBefore: 3,
  wait: { from: 10, to: 20 },
  takenAt: Date.UTC(2026, 10, 24, 1, 42),
  qrPayload: 'MCT:A012:261124',
  demo: true,
};
