/**
 * Every error a person can meet: a stable code and what to say, in Vietnamese and English: what happened, what to do.
 * The code goes small beside the sentence, for the technician. Codes are never reused.
 */
import type { Bilingual } from './ids.ts';

const say = (vi: string, en: string): Bilingual => ({ vi, en });

export const ERROR_SENTENCES = {
  // API: who may ask what
  'MC-API-01': say('Cửa sổ này không được làm việc đó.', 'This window is not allowed to do that.'),
  'MC-API-02': say('Phiên làm việc đã hết. Xin mở lại cửa sổ.', 'The session has ended. Please reopen the window.'),
  'MC-API-03': say('Yêu cầu không đúng dạng, chưa có gì thay đổi.', 'The request is malformed; nothing was changed.'),
  'MC-API-04': say(
    'Tra cứu quá nhanh. Xin chờ một phút rồi thử lại.',
    'Too many look-ups. Please wait a minute and try again.',
  ),
  'MC-API-05': say(
    'Không tìm thấy mục này; có thể đã được xử lý ở cửa sổ khác.',
    'This item was not found; another window may have dealt with it.',
  ),
  'MC-API-99': say(
    'Có lỗi trong chương trình. Dữ liệu đã lưu vẫn còn; xin báo kỹ thuật viên.',
    'The program met an error. What was saved is kept; please tell the technician.',
  ),
  // Scans and codes
  'MC-SCN-01': say(
    'Không nhận ra mã này. Xin quét lại hoặc gõ mã hồ sơ.',
    'This code is not known. Scan again or type the dossier code.',
  ),
  'MC-SCN-02': say(
    'Thẻ căn cước đọc chưa trọn. Xin đưa mã QR vào đầu đọc lần nữa, hoặc gõ tay.',
    'The citizen card was read only in part. Scan its QR again, or type.',
  ),
  'MC-SCN-03': say(
    'Mã quá dài, đã bỏ qua. Xin quét lại đúng một mã.',
    'The code is too long and was ignored. Please scan one code only.',
  ),
  'MC-SCN-04': say(
    'Mã của nơi khác: không có hồ sơ này ở đây. Xin hỏi nơi đã nhận hồ sơ.',
    'A code of another office: this dossier is not here. Please ask the office that took it in.',
  ),
  'MC-SCN-05': say(
    'Chưa tìm thấy mã này. Xin kiểm tra lại bốn số cuối.',
    'This code was not found. Please check the last four digits.',
  ),
  'MC-SCN-06': say('Mã tra cứu riêng không đúng.', 'The look-up secret is wrong.'),
  'MC-SCN-07': say(
    'Mã QR trên giấy hẹn đọc chưa trọn. Xin quét lại, hoặc gõ mã hồ sơ.',
    'The receipt’s QR was read only in part. Scan again, or type the dossier code.',
  ),
  'MC-SCN-08': say(
    'Bộ gõ tiếng Việt đã làm sai mã vừa quét. Xin quét lại: con trỏ đã ra khỏi ô gõ nên lần này sẽ đúng.',
    'A Vietnamese input method changed the code. Scan again: the cursor has left the field, so it will come right.',
  ),
  // Devices of any kind
  'MC-DEV-01': say(
    'Máy này chưa dùng được loại thiết bị đó. Xin báo kỹ thuật viên chọn cách nối khác; việc tại quầy vẫn tiếp tục.',
    'This PC cannot use that kind of device. Ask the technician to connect it another way; the desk goes on.',
  ),
  'MC-DEV-02': say(
    'Bảng gọi số chưa cắm. Xin cắm lại dây; số vẫn hiện trên màn hình và vẫn đọc loa.',
    'The number board is not plugged in. Plug it in; numbers still show on the screen and are spoken.',
  ),
  'MC-DEV-03': say(
    'Không mở được cổng của bảng gọi số; chương trình khác có thể đang dùng. Số vẫn hiện trên màn hình.',
    'The number board’s port cannot be opened; another program may be using it. Numbers still show on the screen.',
  ),
  // Citizen cards: what the officer should look at; the card is taken all the same
  'MC-CRD-01': say(
    'Giới tính trên thẻ khác với số căn cước. Xin nhìn lại thẻ.',
    'The sex on the card differs from what its number says. Please look at the card.',
  ),
  'MC-CRD-02': say(
    'Năm sinh trên thẻ khác với số căn cước. Xin nhìn lại thẻ.',
    'The birth year on the card differs from what its number says. Please look at the card.',
  ),
  'MC-CRD-03': say(
    'Số CMND cũ trên thẻ không phải chín chữ số, đã bỏ qua.',
    'The old identity number on the card is not nine digits and was left out.',
  ),
  // Calendar and catalogue files
  'MC-CAL-01': say(
    'Tệp lịch làm việc không đọc được. Lịch đang dùng giữ nguyên.',
    'The calendar file cannot be read. The calendar in use is kept.',
  ),
  'MC-CAL-02': say(
    'Tệp lịch làm việc có chỗ sai. Lịch đang dùng giữ nguyên.',
    'The calendar file has a mistake. The calendar in use is kept.',
  ),
  'MC-CAT-01': say(
    'Tệp danh mục thủ tục không đọc được. Danh mục đang dùng giữ nguyên.',
    'The catalogue file cannot be read. The catalogue in use is kept.',
  ),
  'MC-CAT-02': say(
    'Tệp danh mục thủ tục có chỗ sai. Danh mục đang dùng giữ nguyên.',
    'The catalogue file has a mistake. The catalogue in use is kept.',
  ),
  'MC-CAT-03': say(
    'Mã phiên bản danh mục này đã có với nội dung khác. Xin tỉnh đặt mã mới; danh mục đang dùng giữ nguyên.',
    'This catalogue version’s id is known with another content. Ask the province for a new id; the catalogue in use is kept.',
  ),
  'MC-CAT-04': say(
    'Máy này chưa có danh mục thủ tục nào dùng được. Xin báo kỹ thuật viên nạp danh mục.',
    'This PC has no usable catalogue of procedures. Ask the technician to import one.',
  ),
  'MC-SET-01': say(
    'Tệp quy định (giờ làm việc, ngày nghỉ, thứ tự gọi số) không đọc được. Quy định đang dùng giữ nguyên.',
    'The file of settings (hours, days off, order of the queue) cannot be read. Those in use are kept.',
  ),
  'MC-SET-02': say(
    'Tệp quy định có chỗ sai. Quy định đang dùng giữ nguyên.',
    'The file of settings has a mistake. Those in use are kept.',
  ),
  'MC-SET-03': say(
    'Mã của một quy định đã có với nội dung khác. Xin đặt mã mới; muốn bỏ quy định cũ thì ghi một mục rút lại.',
    'A setting’s id is known with another content. Use a new id; to undo the old one, add an entry that withdraws it.',
  ),
  // Shell
  'MC-SHL-01': say(
    'Tệp cấu hình cửa sổ (shell.json) không đọc được. Xin báo kỹ thuật viên sửa hoặc xoá tệp này rồi mở lại.',
    'The window configuration (shell.json) cannot be read. Ask the technician to correct or remove it, then open the program again.',
  ),
  'MC-SHL-02': say(
    'Chương trình chưa khởi động được, máy vẫn đang thử lại. Dữ liệu đã lưu vẫn còn; xin báo kỹ thuật viên.',
    'The program has not started yet and keeps trying. What was saved is kept; please tell the technician.',
  ),
  // Dossier rules
  'MC-DOS-01': say(
    'Việc này không làm được ở bước hiện tại của hồ sơ.',
    'This cannot be done at the dossier’s present step.',
  ),
  'MC-DOS-02': say('Ngày hẹn đã qua. Xin chọn ngày từ bây giờ trở đi.', 'That date is past. Choose one from now on.'),
  'MC-DOS-03': say(
    'Hồ sơ đã được hẹn lại một lần; không hẹn lại lần nữa được.',
    'The due date was already moved once and cannot be moved again.',
  ),
  'MC-DOS-04': say(
    'Hết số hồ sơ tỉnh cấp sẵn cho hôm nay. Nháp đã lưu; xin nối mạng để lấy thêm số.',
    'No leased dossier numbers are left for today. The draft is kept; connect to get more.',
  ),
  'MC-DOS-05': say(
    'Thời hạn rút lại đã hết. Xin dùng “Huỷ hồ sơ” và ghi lý do.',
    'The time for undoing has passed. Use “Cancel dossier” and give the reason.',
  ),
  'MC-DOS-06': say('Thủ tục này không có trong danh mục.', 'This procedure is not in the catalogue.'),
  'MC-DOS-07': say(
    'Thiếu giấy tờ bắt buộc. Xin bổ sung hoặc lập phiếu yêu cầu bổ sung.',
    'A required paper is missing. Add it, or issue a supplement request.',
  ),
  'MC-DOS-08': say(
    'Lần bàn giao này đã được nhận, đã rút lại hoặc đã thay bằng lần khác. Xin xem lại hồ sơ đang ở đâu.',
    'This hand-over was taken, taken back or replaced by another. See again where the dossier is.',
  ),
  // Configuration
  'MC-CFG-01': say(
    'Tệp cấu hình máy (station.json) thiếu hoặc sai. Xin báo kỹ thuật viên.',
    'The station’s configuration (station.json) is missing or wrong. Please tell the technician.',
  ),
  'MC-CFG-02': say(
    'Tệp thiết bị (devices.json) sai. Xin báo kỹ thuật viên.',
    'The device list (devices.json) is wrong. Please tell the technician.',
  ),
  'MC-CFG-03': say(
    'Thiết bị này đã có trong danh sách. Xin dùng dòng đang có, hoặc bỏ dòng đó trước.',
    'This device is in the list already. Use that line, or remove it first.',
  ),
  'MC-CFG-04': say(
    'Cổng của tỉnh phải là địa chỉ https. Chưa gửi gì đi; xin kỹ thuật viên sửa địa chỉ.',
    'The portal’s address must be https. Nothing was sent; ask the technician to correct it.',
  ),
  'MC-CFG-05': say(
    'Không đọc được tệp chứng thư của tỉnh ghi trong station.json (portal.ca). Chưa gửi gì đi; xin báo kỹ thuật viên.',
    'The province’s certificate named in station.json (portal.ca) cannot be read. Nothing was sent; tell the technician.',
  ),
  'MC-CFG-06': say(
    'Người này không có trong danh sách cán bộ đang làm việc hôm nay. Xin chọn tên khác.',
    'This person is not on today’s list of officers. Please choose another name.',
  ),
  'MC-CFG-07': say(
    'Tệp danh sách cán bộ có chỗ sai. Danh sách đang dùng giữ nguyên.',
    'The file of officers has a mistake. The list in use is kept.',
  ),
  'MC-CFG-08': say(
    'Máy này chỉ phục vụ người dân (ki-ốt, bảng gọi số) nên không giữ danh sách cán bộ. Xin nạp ở máy của quầy.',
    'This PC serves the public only (kiosk, display) and keeps no list of officers. Bring it to a counter’s PC.',
  ),
  // Store
  'MC-STO-01': say(
    'Ổ đĩa đầy: chưa lưu được. Nháp còn trên màn hình; xin báo kỹ thuật viên giải phóng ổ đĩa.',
    'The disk is full: not saved. The draft is still on the screen; ask the technician to free space.',
  ),
  'MC-STO-02': say(
    'Dữ liệu được tạo bởi phiên bản mới hơn. Xin cập nhật chương trình.',
    'The data was made by a newer version. Please update the program.',
  ),
  'MC-STO-03': say(
    'Không mở được dữ liệu. Không có gì bị xoá; xin báo kỹ thuật viên.',
    'The data cannot be opened. Nothing was deleted; please tell the technician.',
  ),
  'MC-STO-04': say(
    'Ổ đĩa chỉ cho đọc: chưa lưu được. Xin báo kỹ thuật viên.',
    'The disk is read-only: not saved. Please tell the technician.',
  ),
  'MC-STO-05': say(
    'Dữ liệu đang được một lần chạy khác của chương trình sử dụng. Xin đóng lần chạy kia trước.',
    'Another run of the program is using this data. Please close that one first.',
  ),
  'MC-STO-11': say(
    'Không thấy khoá của dữ liệu đã niêm. Không có gì bị xoá; xin báo kỹ thuật viên đưa khoá vào lại (motcua keys import).',
    'The key of the sealed data is missing. Nothing was deleted; ask the technician to bring it back (motcua keys import).',
  ),
  'MC-STO-12': say(
    'Tệp khoá đang mở cho người khác đọc, nên chương trình không dùng. Xin kỹ thuật viên đặt lại quyền 0600 rồi mở lại.',
    'The key file can be read by others, so it is not used. Ask the technician to set its mode to 0600, then start again.',
  ),
  'MC-STO-13': say(
    'Khoá này không mở được dữ liệu ở đây. Không có gì bị xoá; xin báo kỹ thuật viên đưa đúng khoá vào.',
    'This key does not open the data here. Nothing was deleted; ask the technician for the right key.',
  ),
  'MC-STO-14': say(
    'Bản sao khoá không mở được: sai mật khẩu, hoặc tệp không phải bản sao khoá.',
    'The copy of the key cannot be opened: a wrong passphrase, or not a copy of a key.',
  ),
  'MC-STO-15': say(
    'Máy này chỉ phục vụ công dân, không lưu dữ liệu cá nhân. Xin làm việc này ở máy của quầy.',
    'This PC serves the public only and stores no personal data. Please do this at a counter’s PC.',
  ),
  'MC-STO-16': say(
    'Thư mục dữ liệu này thuộc về loại máy khác (quầy hoặc công dân). Xin kỹ thuật viên dùng một thư mục trống.',
    'This data folder belongs to the other kind of PC (counter or public). Ask the technician to use an empty folder.',
  ),
  'MC-STO-17': say(
    'Ổ đĩa sắp đầy. Vẫn làm việc được; xin báo kỹ thuật viên giải phóng ổ đĩa trong hôm nay.',
    'The disk is nearly full. Work goes on; ask the technician to free space today.',
  ),
  'MC-STO-18': say(
    'Mật khẩu của bản sao khoá quá ngắn: cần ít nhất 12 ký tự.',
    'The passphrase of the key’s copy is too short: it needs at least 12 characters.',
  ),
  'MC-STO-19': say(
    'Ổ đĩa gần đầy nên tạm dừng quét; trang đã nạp vẫn giữ và vẫn gắn được. Vẫn tiếp nhận hồ sơ được; xin báo kỹ thuật viên giải phóng ổ đĩa.',
    'The disk is nearly full, so scanning pauses; pages fed are kept and can be attached. Intake goes on; ask the technician to free space.',
  ),
  'MC-STO-20': say(
    'Có bản quét bị hỏng tệp, chưa gửi lên tỉnh và không có bản sao. Xin quét lại giấy của các hồ sơ sau.',
    'A scan’s file is damaged, not yet at the province, and has no copy. Please scan the papers of these dossiers again.',
  ),
  'MC-STO-21': say(
    'Có bản quét bị hỏng tệp trên máy này; tỉnh có bản gốc nên không mất. Máy đang tự lấy lại, việc tại quầy vẫn tiếp tục.',
    'A scan’s file on this PC is damaged; the province has it, so nothing is lost. It is being fetched; the desk goes on.',
  ),
  'MC-STO-22': say(
    'Bản quét bị hỏng tệp đã được lấy lại nguyên vẹn. Không cần làm gì thêm; nếu lặp lại, xin kỹ thuật viên xem ổ đĩa.',
    'A damaged scan was brought back whole. Nothing needs to be done; if it happens again, ask the technician to look at the disk.',
  ),
  'MC-STO-23': say(
    'Trong thư mục này chưa có dữ liệu: chương trình chưa chạy ở đây lần nào, hoặc thư mục là thư mục khác (--data).',
    'There is no data in this folder: the program has not run here yet, or it is another folder (--data).',
  ),
  'MC-STO-06': say(
    'Dữ liệu bị hỏng đã được khôi phục tự động. Tệp hỏng được giữ riêng; xin xem lại các hồ sơ vừa làm.',
    'Damaged data was recovered by itself. The damaged file is kept aside; please look over the latest dossiers.',
  ),
  'MC-STO-07': say(
    'Dữ liệu đã được khôi phục nhưng còn thiếu vài mục. Xin đối chiếu danh sách với giấy tờ tại quầy.',
    'The data was recovered, but some entries are missing. Please compare the list with the papers at the desk.',
  ),
  'MC-STO-08': say(
    'Máy vừa phát hiện dữ liệu hỏng và đang khởi động lại để khôi phục. Việc vừa lưu vẫn giữ; xin chờ một lát.',
    'Damaged data was noticed; the program restarts to recover it. What was saved is kept; please wait a moment.',
  ),
  'MC-STO-09': say(
    'Dữ liệu này đã được đặt lại từ bản sao lưu. Số hồ sơ đã cấp trước đó không dùng nữa; máy sẽ xin số mới khi có mạng.',
    'This data was put back from a backup. Numbers leased before are no longer used; new ones are asked for once online.',
  ),
  // Backups
  'MC-BAK-01': say(
    'Không thấy nơi sao lưu (ổ đĩa rời hoặc thư mục mạng). Việc tại quầy vẫn tiếp tục; xin báo kỹ thuật viên cắm lại.',
    'The backup’s place (disk or network folder) is not there. The desk goes on; ask the technician to connect it.',
  ),
  'MC-BAK-02': say(
    'Nơi sao lưu đã đầy. Việc tại quầy vẫn tiếp tục; xin báo kỹ thuật viên dọn bớt hoặc thay ổ lớn hơn.',
    'The backup’s place is full. The desk goes on; ask the technician to free space or use a larger disk.',
  ),
  'MC-BAK-03': say(
    'Không ghi được vào nơi sao lưu. Việc tại quầy vẫn tiếp tục; xin báo kỹ thuật viên xem quyền ghi của ổ.',
    'The backup’s place cannot be written. The desk goes on; ask the technician to check its permissions.',
  ),
  'MC-BAK-04': say(
    'Bản sao lưu vừa làm không nguyên vẹn nên không được giữ. Bản trước vẫn còn; máy đang kiểm tra dữ liệu.',
    'The backup just made was not whole and was not kept. The one before is still there; the data is being checked.',
  ),
  'MC-BAK-05': say(
    'Máy này không có khoá của bản sao lưu. Xin nhập bản giữ khoá rồi thử lại.',
    'This PC does not have the backup’s key. Bring in the recovery copy of the key, then try again.',
  ),
  'MC-BAK-06': say(
    'Bản sao lưu này bị hỏng. Xin dùng bản khác; dữ liệu đang có không thay đổi.',
    'This backup is damaged. Please use another one; the present data was not changed.',
  ),
  'MC-BAK-07': say(
    'Chưa có bản sao lưu nào gần đây. Việc tại quầy vẫn tiếp tục; xin báo kỹ thuật viên.',
    'There is no recent backup. The desk goes on; please tell the technician.',
  ),
  'MC-BAK-08': say(
    'Nơi sao lưu nằm cùng ổ đĩa với dữ liệu: hỏng ổ là mất cả hai. Xin báo kỹ thuật viên chọn ổ khác.',
    'The backup’s place is on the same disk as the data: both go if it fails. Ask the technician for another disk.',
  ),
  'MC-BAK-09': say(
    'Ở đây không có bản sao lưu của đơn vị này, hoặc có của nhiều máy. Xin chỉ rõ một bản.',
    'There is no backup of this office here, or there are several stations’. Please name one.',
  ),
  // Printers
  'MC-PRN-01': say(
    'Máy in không trả lời. Hồ sơ đã lưu; kiểm tra nguồn và dây rồi in lại.',
    'The printer does not answer. The dossier is saved; check power and cable, then print again.',
  ),
  'MC-PRN-02': say(
    'Máy in đang mở nắp. Hồ sơ đã lưu; đóng nắp xong máy sẽ in tiếp.',
    'The printer’s cover is open. The dossier is saved; printing goes on once it is closed.',
  ),
  'MC-PRN-03': say(
    'Máy in hết giấy. Hồ sơ đã lưu; thay giấy xong máy sẽ in tiếp.',
    'The printer is out of paper. The dossier is saved; printing goes on once paper is in.',
  ),
  'MC-PRN-04': say('Giấy in sắp hết. Xin chuẩn bị cuộn mới.', 'Paper is near its end. Please have a new roll ready.'),
  'MC-PRN-05': say(
    'Chưa rõ phiếu đã in ra chưa. Xin nhìn máy in rồi xác nhận.',
    'It is not certain that the slip came out. Look at the printer and confirm.',
  ),
  'MC-PRN-06': say(
    'Máy in báo lỗi. Tắt rồi bật lại máy in; phiếu vẫn chờ.',
    'The printer reports an error. Switch it off and on; the job is waiting.',
  ),
  'MC-PRN-07': say(
    'Máy in A4 không nhận việc in. Kiểm tra hàng đợi in của máy.',
    'The A4 printer did not take the job. Check the print queue.',
  ),
  'MC-PRN-08': say(
    'Máy in kẹt dao cắt. Tắt máy, gỡ giấy kẹt rồi bật lại.',
    'The printer’s cutter is stuck. Switch off, free the paper, switch on.',
  ),
  'MC-PRN-09': say(
    'Thiết bị ở địa chỉ này không phải máy in phiếu. Xin báo kỹ thuật viên kiểm tra địa chỉ máy in.',
    'What answers at this address is not a receipt printer. Ask the technician to check the address.',
  ),
  'MC-PRN-10': say(
    'Chưa tạo được bản in này. Hồ sơ đã lưu; bấm in lại, nếu vẫn vậy xin báo kỹ thuật viên.',
    'This paper could not be prepared. The dossier is saved; print again, and tell the technician if it persists.',
  ),
  'MC-PRN-11': say(
    'Máy in của bản in này không còn ở quầy. Xin gửi sang máy in khác, hoặc bỏ bản in.',
    'This job’s printer is no longer at this desk. Send the job to another printer, or drop it.',
  ),
  'MC-PRN-12': say(
    'Máy in đang bận việc khác. Bản in vẫn chờ và sẽ tự in.',
    'The printer is busy with something else. The job waits and will print by itself.',
  ),
  'MC-PRN-13': say(
    'Không mở được cổng của máy in; chương trình khác có thể đang dùng. Bản in vẫn chờ, xin báo kỹ thuật viên.',
    'The printer’s port cannot be opened; another program may be using it. The job waits; tell the technician.',
  ),
  'MC-PRN-14': say(
    'Bản in đã bị huỷ ở hàng đợi của máy. Cần thì bấm in lại.',
    'The job was cancelled in the printer’s queue. Print again if it is wanted.',
  ),
  // Document scanners
  'MC-DSC-01': say(
    'Máy quét kẹt giấy. Gỡ tờ bị kẹt, đặt lại; các trang trước vẫn giữ.',
    'The scanner is jammed. Free the sheet and put it back; earlier pages are kept.',
  ),
  'MC-DSC-02': say('Khay nạp chưa có giấy. Đặt giấy vào rồi quét.', 'The feeder is empty. Put paper in and scan.'),
  'MC-DSC-03': say('Máy quét đang mở nắp. Đóng nắp rồi quét tiếp.', 'The scanner’s cover is open. Close it and go on.'),
  'MC-DSC-04': say(
    'Máy quét đang bận. Xin chờ một lát rồi thử lại.',
    'The scanner is busy. Please wait and try again.',
  ),
  'MC-DSC-05': say(
    'Máy quét không trả lời. Kiểm tra nguồn và dây; các trang trước vẫn giữ.',
    'The scanner does not answer. Check power and cable; earlier pages are kept.',
  ),
  'MC-DSC-06': say(
    'Trang quét bị hỏng, đã giữ riêng. Xin quét lại tờ này.',
    'A scanned page is damaged and was set aside. Please scan that sheet again.',
  ),
  'MC-DSC-07': say(
    'Số tờ đã nạp khác số trang đã lưu. Xin kiểm tra từng trang.',
    'Sheets fed and pages stored differ. Please check each page.',
  ),
  'MC-DSC-08': say(
    'Đã dừng quét theo yêu cầu; các trang trước vẫn giữ.',
    'Scanning was stopped as asked; earlier pages are kept.',
  ),
  'MC-DSC-09': say(
    'Máy quét thấy hai tờ dính nhau. Tách rời rồi đặt lại từ tờ đó; các trang trước vẫn giữ.',
    'The scanner noticed two sheets at once. Part them and go on from there; earlier pages are kept.',
  ),
  'MC-DSC-10': say(
    'Thiết bị ở địa chỉ này không trả lời như một máy quét mạng. Xin báo kỹ thuật viên kiểm tra địa chỉ.',
    'What answers at this address does not behave as a network scanner. Ask the technician to check the address.',
  ),
  'MC-DSC-11': say(
    'Máy quét này không có cách đặt giấy đã chọn. Xin chọn một mặt, hai mặt hay mặt kính khác rồi quét lại.',
    'This scanner cannot take paper that way. Choose single-sided, both sides or the glass, and scan again.',
  ),
  'MC-DSC-12': say(
    'Chứng thư của máy quét chưa được khai hoặc đã đổi. Xin báo kỹ thuật viên.',
    'The scanner’s certificate is not the one that was registered. Please tell the technician.',
  ),
  // Batches of scanned pages
  'MC-DSC-21': say(
    'Chương trình đã khởi động lại giữa lúc quét; các trang đã nạp vẫn giữ. Xin đối chiếu tờ cuối rồi quét tiếp.',
    'The program restarted while scanning; the pages fed are kept. Compare the last sheet, then go on.',
  ),
  'MC-DSC-22': say(
    'Còn trang đang xử lý. Xin chờ vài giây rồi gắn.',
    'Some pages are still being processed. Wait a few seconds, then attach.',
  ),
  'MC-DSC-23': say(
    'Còn phần chưa biết của hồ sơ nào. Xin chọn hồ sơ cho phần đó, hoặc bỏ các trang của nó.',
    'It is not known yet whose some of the pages are. Choose the dossier, or drop those pages.',
  ),
  'MC-DSC-24': say(
    'Lượt quét này đang gắn vào hồ sơ, không sửa được nữa. Xin bấm gắn để làm nốt.',
    'This batch is being attached and can no longer be changed. Attach again to finish it.',
  ),
  'MC-DSC-25': say(
    'Còn trang hỏng. Xin quét lại trang đó, hoặc bỏ nó rồi gắn.',
    'A page is damaged. Scan it again, or drop it, then attach.',
  ),
  // Barcode readers
  'MC-BCR-01': say(
    'Đầu đọc mã chưa cắm. Xin cắm lại dây; vẫn gõ mã được.',
    'The code reader is not plugged in. Plug it in; typing works meanwhile.',
  ),
  'MC-BCR-02': say(
    'Không mở được cổng của đầu đọc mã; chương trình khác có thể đang dùng.',
    'The reader’s port cannot be opened; another program may be using it.',
  ),
  'MC-BCR-03': say(
    'Máy này chưa được phép dùng đầu đọc mã, hoặc cổng ghi sai. Xin báo kỹ thuật viên; vẫn gõ mã được.',
    'This PC may not use the code reader, or the port is a wrong one. Ask the technician; typing works meanwhile.',
  ),
  // Queue
  'MC-QUE-01': say(
    'Đã hết số thứ tự của lĩnh vực này trong hôm nay. Xin gặp cán bộ ở quầy.',
    'No queue numbers are left for this field today. Please speak to an officer at the desk.',
  ),
  // Line to the province
  'MC-NET-01': say(
    'Mất kết nối với tỉnh. Vẫn tiếp nhận, in và trả kết quả bình thường.',
    'The line to the province is down. Intake, printing and returning go on as usual.',
  ),
  'MC-NET-02': say(
    'Cổng của tỉnh trả lời sai định dạng. Việc gửi sẽ tự thử lại.',
    'The provincial portal gave an unreadable answer. Sending will be retried.',
  ),
  'MC-NET-03': say(
    'Cổng của tỉnh báo lỗi máy chủ. Việc gửi sẽ tự thử lại.',
    'The provincial portal reports a server error. Sending will be retried.',
  ),
  'MC-NET-04': say(
    'Mạng đòi đăng nhập ở trang khác. Xin báo kỹ thuật viên kiểm tra đường truyền.',
    'The network asks for a login page. Ask the technician to check the line.',
  ),
  'MC-NET-05': say(
    'Tỉnh không nhận khoá của máy này. Xin ghép lại máy với cổng của tỉnh.',
    'The province does not accept this station’s key. Please pair it again.',
  ),
  'MC-NET-06': say(
    'Tỉnh trả lời quá chậm. Việc gửi sẽ tự thử lại.',
    'The province answers too slowly. Sending will be retried.',
  ),
  'MC-NET-07': say(
    'Tỉnh đã thu hồi khoá của máy này. Không mất gì: vẫn làm việc, mọi thao tác được giữ lại. Xin báo kỹ thuật viên ghép lại máy.',
    'The province has revoked this PC’s key. Nothing is lost: work goes on and everything is kept. Ask the technician to pair this PC again.',
  ),
  'MC-NET-08': say(
    'Giờ của máy này lệch so với tỉnh. Máy sẽ tự chỉnh theo giờ của tỉnh rồi gửi lại.',
    'This PC’s clock differs from the province’s. It follows the province’s time and sends again.',
  ),
  'MC-NET-09': say(
    'Chứng thư của cổng tỉnh đã hết hạn hoặc chưa có hiệu lực, hoặc ngày giờ máy này sai. Xin kỹ thuật viên xem ngày giờ trước.',
    'The portal’s certificate has expired or is not valid yet, or this PC’s date is wrong. Ask the technician to check the date first.',
  ),
  'MC-NET-10': say(
    'Chứng thư nhận được là của địa chỉ khác, không phải cổng của tỉnh. Xin kỹ thuật viên xem lại địa chỉ cổng và đường truyền.',
    'The certificate belongs to another address, not to the portal. Ask the technician to check the address and the line.',
  ),
  'MC-NET-11': say(
    'Không xác minh được chứng thư của cổng tỉnh: nơi cấp lạ. Chưa gửi gì đi; xin kỹ thuật viên xem chứng thư của tỉnh và đường truyền.',
    'The portal’s certificate could not be verified: unknown issuer. Nothing was sent; ask the technician to check the province’s certificate and the line.',
  ),
  'MC-NET-12': say(
    'Ở địa chỉ cổng của tỉnh không có kết nối bảo mật (TLS). Chưa gửi gì đi; xin kỹ thuật viên xem lại địa chỉ.',
    'There is no secure connection (TLS) at the portal’s address. Nothing was sent; ask the technician to check the address.',
  ),
  'MC-NET-13': say(
    'Cổng của tỉnh nhận được quá nhiều yêu cầu và xin chờ. Không mất gì: máy tự gửi tiếp khi đến lúc.',
    'The provincial portal gets too many requests and asks to wait. Nothing is lost: sending goes on by itself when the time has come.',
  ),
  // Pairing with the portal
  'MC-PAR-01': say(
    'Mã ghép gõ chưa đúng. Xin so lại từng nhóm bốn ký tự với mã của tỉnh.',
    'The pairing code is not typed right. Compare each group of four with the province’s code.',
  ),
  'MC-PAR-02': say(
    'Tỉnh không có mã ghép này. Xin kiểm tra mã, hoặc xin tỉnh cấp mã mới.',
    'The province has no such pairing code. Check it, or ask for a new one.',
  ),
  'MC-PAR-03': say(
    'Mã ghép đã quá 24 giờ. Xin tỉnh cấp mã mới.',
    'The pairing code is older than 24 hours. Ask the province for a new one.',
  ),
  'MC-PAR-04': say(
    'Mã ghép này đã dùng rồi. Mỗi mã chỉ dùng một lần; xin tỉnh cấp mã mới.',
    'This pairing code was used before. A code works once; ask the province for a new one.',
  ),
  'MC-PAR-05': say(
    'Nhập sai quá nhiều lần. Xin chờ mười phút rồi thử lại; vẫn không được thì xin tỉnh cấp mã mới.',
    'Too many wrong codes. Wait ten minutes and try again, or ask the province for a new one.',
  ),
  'MC-PAR-06': say(
    'Mã ghép này cấp cho máy khác. Xin so tên máy và mã cơ quan với station.json; mã vẫn dùng được cho đúng máy.',
    'This pairing code is for another station. Compare the station and agency in station.json; the code is still good for the right one.',
  ),
  'MC-PAR-07': say(
    'Máy này đã được ghép. Muốn ghép lại thì xác nhận thay khoá cũ.',
    'This station is paired already. To pair again, confirm that the old key is replaced.',
  ),
  'MC-PAR-08': say(
    'Không đọc được khoá của máy này. Dữ liệu vẫn còn; xin kỹ thuật viên ghép lại máy với cổng của tỉnh.',
    'This PC’s key cannot be read. The data is kept; ask the technician to pair this PC again.',
  ),
  'MC-PAR-09': say(
    'Máy này chưa ghép với cổng của tỉnh. Vẫn làm việc được; mọi thao tác chờ tới khi ghép xong.',
    'This PC is not paired with the portal yet. Work goes on; everything waits until it is.',
  ),
  'MC-PAR-10': say(
    'Có hai máy đang dùng chung khoá của máy này, như khi nhân bản ổ đĩa. Vẫn tiếp nhận bình thường, chưa mất gì. Xin kỹ thuật viên ghép lại một trong hai máy bằng mã có tên máy riêng.',
    'Two PCs are using this PC’s key, as after a disk was cloned. Intake goes on and nothing is lost. Ask the technician to pair one of the two again, with a code for a name of its own.',
  ),
  // Portal's refusals of an operation
  'MC-POR-01': say('Tỉnh từ chối: mã hồ sơ đã có người khác dùng.', 'Refused: the dossier code is in use.'),
  'MC-POR-02': say('Tỉnh từ chối: dữ liệu thiếu hoặc sai.', 'Refused: data missing or wrong.'),
  'MC-POR-03': say(
    'Tỉnh từ chối: không làm được ở bước hiện tại của hồ sơ.',
    'Refused: not possible at the dossier’s present step.',
  ),
  'MC-POR-04': say('Tỉnh từ chối: không có hồ sơ này.', 'Refused: no such dossier.'),
  // Portal's refusals of a request
  'MC-POR-05': say('Tỉnh không nhận: gói gửi quá lớn.', 'Refused: the request is too large.'),
  'MC-POR-06': say(
    'Dấu mốc nhận tin không còn dùng được. Máy sẽ nhận lại từ đầu.',
    'The feed’s cursor is no longer valid. The station starts again from the beginning.',
  ),
  'MC-POR-07': say(
    'Tệp gửi lên không đúng mã kiểm tra. Máy sẽ gửi lại.',
    'The uploaded file does not match its SHA-256. It will be sent again.',
  ),
  'MC-POR-08': say(
    'Tỉnh chưa biết giấy tờ này. Máy sẽ gửi lại sau khi hồ sơ tới nơi.',
    'The province does not know this paper yet. It will be sent again once its dossier has arrived.',
  ),
} as const satisfies Record<string, Bilingual>;

export type ErrorCode = keyof typeof ERROR_SENTENCES;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_SENTENCES, text);

/** What a person reads for a code, in both languages. */
export const sentenceOf = (code: ErrorCode): Bilingual => ERROR_SENTENCES[code];

/** What went wrong, as data: never put a name, an ID or a raw scan into `context`, it may reach a log. */
export class MotcuaError extends Error {
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: ErrorCode,
    context: Readonly<Record<string, string | number | boolean>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${ERROR_SENTENCES[code].en}`, options);
    this.name = 'MotcuaError';
    this.code = code;
    this.context = context;
  }

  get sentence(): Bilingual {
    return sentenceOf(this.code);
  }
}
