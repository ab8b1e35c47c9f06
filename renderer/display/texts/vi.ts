/** What the board of the hall says. */
export const vi = {
  demo: 'dữ liệu mẫu',
  mute: 'chưa có tiếng',
  desk: 'Quầy',
  to: 'đến',
  call: {
    invite: 'Mời công dân có số',
    again: 'Mời lại công dân có số',
    none: 'Chưa gọi số nào',
    noneTake: 'Mời Ông/Bà lấy số',
    noneWhere: 'ở máy cạnh cửa ra vào',
    next: 'Gọi tiếp',
    recent: 'Vừa gọi',
  },
  ready: {
    title: 'Đã có kết quả',
    hint: 'Bốn số cuối của mã hồ sơ',
    bring: 'Mang giấy hẹn và căn cước',
    none: 'Hôm nay chưa có kết quả mới.',
    noneMore: 'Hồ sơ xong sẽ hiện số ở đây.',
  },
  guidance: { ask: 'Cần giúp, xin hỏi Quầy 1' },
  foot: {
    bring: '{{procedure}}, xin mang theo',
    hours: 'Giờ làm việc hôm nay',
    closed: 'Hôm nay nghỉ',
    welcome: 'Kính chào Ông/Bà',
    welcomeMore: 'Mời lấy số, chờ gọi rồi đến quầy',
  },
} as const;
