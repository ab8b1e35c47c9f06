/** The command line's own words, Vietnamese first. Reasons of devices come from domain/errors.ts. */
import type { DeviceKind, DeviceState } from '../../domain/device.ts';
import type { SuggestionReason } from '../../domain/device-candidate.ts';
import type { Language } from './arguments.ts';

const KIND: Readonly<Record<Language, Readonly<Record<DeviceKind, string>>>> = {
  vi: {
    'barcode-scanner': 'Đầu đọc mã',
    'document-scanner': 'Máy quét giấy tờ',
    'receipt-printer': 'Máy in phiếu',
    'page-printer': 'Máy in A4, A5',
    'queue-board': 'Bảng gọi số',
  },
  en: {
    'barcode-scanner': 'Code reader',
    'document-scanner': 'Document scanner',
    'receipt-printer': 'Receipt printer',
    'page-printer': 'Page printer',
    'queue-board': 'Queue board',
  },
};
const STATE: Readonly<Record<Language, Readonly<Record<DeviceState, string>>>> = {
  vi: {
    ready: 'sẵn sàng',
    busy: 'đang làm việc',
    attention: 'cần chú ý',
    absent: 'chưa thấy',
    unknown: 'chưa rõ',
  },
  en: { ready: 'ready', busy: 'busy', attention: 'needs attention', absent: 'not there', unknown: 'cannot tell' },
};
const WHY: Readonly<Record<Language, Readonly<Record<SuggestionReason, string>>>> = {
  vi: {
    'hid-pos': 'tự nhận là đầu đọc mã',
    'known-reader': 'hãng làm đầu đọc mã',
    'known-receipt-printer': 'loại máy in phiếu',
    'known-board': 'loại bảng số',
    'keyboard-mode': 'đầu đọc đang gõ như bàn phím',
    'usb-bridge': 'dây chuyển USB ra COM, chưa rõ nối với gì',
    'plain-port': 'cổng COM, chưa rõ nối với gì',
    'printer-class': 'một máy in, chưa rõ loại',
    'print-queue': 'hàng đợi in của máy này',
    'receipt-queue': 'hàng đợi của một máy in phiếu',
    'document-scanner': 'máy quét giấy tờ',
    'test-scanner': 'máy quét giả của SANE',
    'display-window': 'màn hình chờ của máy này',
  },
  en: {
    'hid-pos': 'says it is a code reader',
    'known-reader': 'a maker of code readers',
    'known-receipt-printer': 'a kind of receipt printer',
    'known-board': 'a kind of board',
    'keyboard-mode': 'a reader that types like a keyboard',
    'usb-bridge': 'a USB to COM cable, what hangs on it is not clear',
    'plain-port': 'a COM port, what hangs on it is not clear',
    'printer-class': 'a printer of unknown kind',
    'print-queue': 'a print queue of this PC',
    'receipt-queue': 'the queue of a receipt printer',
    'document-scanner': 'a document scanner',
    'test-scanner': 'SANE’s pretend scanner',
    'display-window': 'the hall display of this PC',
  },
};

const VI = {
  columns: ['Mã', 'Vai trò', 'Cách nối', 'Nơi cắm', 'Tình trạng', 'Lượt', 'Trang', 'Lỗi'],
  none: 'Chưa khai báo thiết bị nào. Cắm thiết bị rồi chạy: motcua devices detect',
  found: 'Tìm thấy trên máy này:',
  nothing: 'Không tìm thấy gì. Kiểm tra nguồn và dây, rồi tìm lại.',
  inUse: 'đang dùng',
  unsure: 'chưa chắc',
  useQueue: 'máy in trang: dùng qua hàng đợi in của máy',
  camera: 'máy ảnh, không phải máy quét giấy tờ',
  searching: 'Đang tìm, tối đa 22 giây…',
  noSuch: 'Không có thiết bị này trong danh sách:',
  readNow: 'Đưa đầu đọc vào một mã (chờ tối đa 60 giây)…',
  scanNow: 'Đang kéo một tờ…',
  printNow: 'Đang in phiếu thử…',
  boardNow: 'Đang hiện số 888…',
  passed: 'ĐẠT',
  failed: 'CHƯA ĐẠT',
  wrong: 'Không hiểu:',
  noAnswer: 'Chương trình đang chạy không trả lời; xin thử lại, hoặc tắt chương trình rồi chạy lệnh này.',
  usage: [
    'Cách dùng:',
    '  motcua devices                      danh sách thiết bị, tình trạng và lý do',
    '  motcua devices detect               tìm thiết bị đang cắm vào máy này',
    '  motcua devices test <mã> [--out DIR]  thử: đọc một mã, quét một tờ, in phiếu thử, hiện một số',
    '',
    '  --json         in ra JSON',
    '  --lang vi|en   ngôn ngữ',
    '  --data DIR     thư mục dữ liệu khác',
    '',
    'Mã kết thúc: 0 được, 1 có lỗi, 2 sai cách dùng.',
  ],
};
const EN: typeof VI = {
  columns: ['Id', 'Role', 'Driver', 'Place', 'State', 'Jobs', 'Pages', 'Faults'],
  none: 'No device is configured. Plug one in, then: motcua devices detect',
  found: 'Found on this PC:',
  nothing: 'Nothing was found. Check power and cables, then search again.',
  inUse: 'in use',
  unsure: 'not sure',
  useQueue: 'a page printer: use it through the print queue',
  camera: 'a camera, no document scanner',
  searching: 'Searching, 22 seconds at most…',
  noSuch: 'No such device in the list:',
  readNow: 'Hold the reader to a code (60 seconds at most)…',
  scanNow: 'Feeding one sheet…',
  printNow: 'Printing the test slip…',
  boardNow: 'Showing 888…',
  passed: 'PASSED',
  failed: 'FAILED',
  wrong: 'Not understood:',
  noAnswer: 'The running program does not answer; try again, or stop it and run this again.',
  usage: [
    'Usage:',
    '  motcua devices                        devices, their state and why',
    '  motcua devices detect                 look for what is plugged in',
    '  motcua devices test <id> [--out DIR]  try: read a code, scan a sheet, print the test slip, show a number',
    '',
    '  --json         print JSON',
    '  --lang vi|en   language',
    '  --data DIR     another data folder',
    '',
    'Exit codes: 0 fine, 1 a fault, 2 wrong usage.',
  ],
};

export const words = (language: Language): typeof VI => (language === 'vi' ? VI : EN);
export const kindWord = (language: Language, kind: DeviceKind): string => KIND[language][kind];
export const stateWord = (language: Language, state: DeviceState): string => STATE[language][state];
export const whyWord = (language: Language, why: SuggestionReason): string => WHY[language][why];
