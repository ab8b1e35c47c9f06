/** The hall display's guidance pages. Facts of the desk's way of working (domain: the way of a dossier), in plain words. */
import type { DisplayState } from '../../domain/views/public.ts';

const line = (vi: string, en: string) => ({ vi, en });

export const HALL_GUIDANCE: DisplayState['guidance'] = [
  {
    title: line('Các bước làm thủ tục', 'How it goes'),
    lines: [
      line('Lấy số ở màn hình cảm ứng', 'Take a number at the touch screen'),
      line('Chờ gọi, đến đúng quầy', 'Wait for the call, go to that desk'),
      line('Nhận giấy hẹn có mã vạch', 'Receive a slip with a barcode'),
      line('Đưa giấy hẹn vào đầu đọc để xem kết quả', 'Hold the slip to the reader to see how it stands'),
    ],
  },
  {
    title: line('Thủ tục trong ngày', 'Same-day procedures'),
    lines: [
      line('Nộp trước 11 giờ: trả trước 16 giờ 30 cùng ngày', 'Before 11 am: ready by 4:30 pm the same day'),
      line('Nộp từ 11 giờ: trả trước 11 giờ ngày làm việc kế tiếp', 'From 11 am: ready by 11 am the next working day'),
    ],
  },
  {
    title: line('Ông/Bà được ưu tiên', 'Priority'),
    lines: [
      line('Người cao tuổi, người khuyết tật', 'The elderly, people with disabilities'),
      line('Phụ nữ mang thai, có con nhỏ', 'Pregnant women, people with infants'),
      line('Người có công với cách mạng', 'People of merit'),
    ],
  },
];
