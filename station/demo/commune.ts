/** The demo commune: everybody in it is made up, and every screen says "dữ liệu mẫu". */
import type { DeviceConfig } from '../../domain/device-config.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import { hashPin } from '../pin.ts';

/** The demo technician's PIN; a real PC gets its own at pairing. */
export const DEMO_PIN = '135790';

export function demoConfig(portal: StationConfig['portal']): StationConfig {
  return {
    station: 'xa-mau-quay-2',
    agency: 'H57.23.15',
    commune: 'UBND xã Mẫu',
    parent: 'UBND huyện Mẫu',
    unit: 'Bộ phận Tiếp nhận và Trả kết quả',
    place: 'Xã Mẫu',
    officer: 'Hồ Thị Mỹ Duyên',
    desk: 2,
    hall: [
      { number: 1, letters: ['C', 'D', 'E', 'G'], fields: 'Bảo trợ xã hội, Người có công', phone: '0234 3000 041' },
      { number: 2, letters: ['A', 'B'], fields: 'Hộ tịch, Chứng thực', phone: '0234 3000 042' },
      { number: 3, letters: ['H', 'K', 'L', 'M', 'N'], fields: 'Văn hóa, Cư trú, Hòa giải', phone: '0234 3000 043' },
    ],
    stores: 'office',
    priority: { mode: 'interleaved', every: 3 },
    portal,
    technicianPin: hashPin(DEMO_PIN, 'demo'),
  };
}

export const DEMO_DEVICES: readonly DeviceConfig[] = [
  {
    id: 'reader-counter',
    name: 'Đầu đọc mã ở quầy',
    kind: 'barcode-scanner',
    driver: 'virtual-barcode-scanner',
    target: 'counter',
  },
  {
    id: 'reader-kiosk',
    name: 'Đầu đọc mã ở kiosk',
    kind: 'barcode-scanner',
    driver: 'virtual-barcode-scanner',
    target: 'kiosk',
  },
  { id: 'slip-printer', name: 'Máy in phiếu', kind: 'receipt-printer', driver: 'virtual-receipt-printer' },
  { id: 'page-printer', name: 'Máy in A5', kind: 'page-printer', driver: 'virtual-page-printer' },
  { id: 'feeder', name: 'Máy quét A4', kind: 'document-scanner', driver: 'virtual-document-scanner' },
  { id: 'hall-display', name: 'Bảng gọi số', kind: 'queue-board', driver: 'window' },
];

export const SAMPLE_CARD =
  '046194006152|191234567|Tôn Nữ Trần Hoàng Thuỵ Ái Uyên|19061994|Nữ|Kiệt 131/14/7 đường liên thôn Tây Trì Nhơn – Lại Thế, thôn Lại Thế 2, xã Mẫu, huyện Mẫu, Thừa Thiên Huế|15042021';
