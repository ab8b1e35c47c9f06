/** Texts that all windows share. `explain.*` phrases what the station explains by key (domain/views.ts, Explanation). */
export const commonVi = {
  gate: {
    opening: 'Đang mở chương trình',
    openingMore: 'Thường chỉ vài giây.',
    away: 'Chương trình đang khởi động lại',
    awayMore: 'Những gì đã lưu vẫn còn nguyên. Màn hình này tự tiếp tục ngay khi xong.',
    ended: 'Phiên làm việc đã hết',
    endedMore: 'Xin mở lại cửa sổ này. Những gì đã lưu vẫn còn nguyên.',
  },
  demo: 'Dữ liệu mẫu',
} as const;
