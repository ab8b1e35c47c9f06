/** What a check of the office's store found: `motcua check`, for a person or for a script. */
import { z } from 'zod';
import { sentenceOf } from './errors.ts';
import type { Bilingual } from './ids.ts';

export const storeCheckNameSchema = z.enum([
  'database',
  'audit',
  'operations',
  'dossiers',
  'papers',
  'pages',
  'lists',
  'search',
  'key',
  'province',
  'backups',
]);
export type StoreCheckName = z.infer<typeof storeCheckNameSchema>;

/** What can be wrong. Facts that are no fault (waiting operations, papers that the province alone holds) are counts. */
export const storeProblemKindSchema = z.enum([
  'not-readable',
  'page-damaged',
  'reference-broken',
  'audit-broken',
  'operation-unreadable',
  'operation-not-in-outbox',
  'sequence-gap',
  'revision-missing',
  'dossier-without-intake',
  'dossier-differs',
  'dossier-unreadable',
  'code-given-twice',
  'draft-unreadable',
  'paper-lost',
  'paper-damaged',
  'paper-to-fetch',
  'paper-scan-again',
  'waiting-page-lost',
  'waiting-page-damaged',
  'catalogue-differs',
  'setting-unreadable',
  'officers-differ',
  'not-searchable',
  'key-shared',
  'province-differs',
  'backup-missing',
  'backup-old',
  'backup-unusable',
  'backup-page-damaged',
]);
export type StoreProblemKind = z.infer<typeof storeProblemKindSchema>;

/** `about`: an id, a code or SQLite's own words; never a name or a text of a dossier. */
export const storeProblemSchema = z.object({ kind: storeProblemKindSchema, about: z.string().max(300) }).readonly();
export type StoreProblem = z.infer<typeof storeProblemSchema>;

export const storeFindingSchema = z
  .object({
    check: storeCheckNameSchema,
    ok: z.boolean(),
    /** What was counted, by name. */
    counts: z.record(z.string(), z.number()),
    /** The first fifty. */
    problems: z.array(storeProblemSchema).max(50).readonly(),
    /** All of them. */
    problemCount: z.number().int().min(0),
    /** Scans that were brought back, the first fifty: each with its dossier, and where from. */
    mended: z
      .array(z.object({ from: z.enum(['backup', 'province']), about: z.string().max(300) }).readonly())
      .max(50)
      .readonly(),
    ms: z.number().int().min(0),
  })
  .readonly();
export type StoreFinding = z.infer<typeof storeFindingSchema>;

export const storeReportSchema = z
  .object({
    motcua: z.literal('check'),
    version: z.string(),
    at: z.iso.datetime(),
    dataFolder: z.string(),
    ok: z.boolean(),
    findings: z.array(storeFindingSchema).readonly(),
  })
  .readonly();
export type StoreReport = z.infer<typeof storeReportSchema>;

export const STORE_PROBLEM_SENTENCES: Readonly<Record<StoreProblemKind, Bilingual>> = {
  'not-readable': { vi: 'Không đọc được phần này.', en: 'This part cannot be read.' },
  'page-damaged': {
    vi: 'Tệp cơ sở dữ liệu bị hỏng. Đừng xoá; giữ nguyên tệp và gọi kỹ thuật viên của tỉnh.',
    en: 'The database file is damaged. Delete nothing; keep the file and call the province’s technician.',
  },
  'reference-broken': {
    vi: 'Một dòng trỏ tới dòng không có.',
    en: 'A row points to one that is not there.',
  },
  'audit-broken': {
    vi: 'Nhật ký kiểm toán không liền mạch từ mục này: có mục bị sửa hoặc mất.',
    en: 'The audit trail is broken from this entry on: an entry was changed or is missing.',
  },
  'operation-unreadable': { vi: 'Một thao tác không đọc được.', en: 'An operation cannot be read.' },
  'operation-not-in-outbox': {
    vi: 'Một thao tác của máy này không có trong hàng chờ gửi: tỉnh có thể chưa biết.',
    en: 'An operation of this PC is not in the outbox: the province may not know of it.',
  },
  'sequence-gap': {
    vi: 'Số thứ tự thao tác của máy này bị thiếu.',
    en: 'A number is missing in the sequence of this PC’s operations.',
  },
  'revision-missing': {
    vi: 'Tỉnh đã nhận mà không có số ghi nhận.',
    en: 'The province accepted it, yet no revision is kept.',
  },
  'dossier-without-intake': {
    vi: 'Hồ sơ không có thao tác tiếp nhận.',
    en: 'A dossier without the operation that took it in.',
  },
  'dossier-differs': {
    vi: 'Tình trạng hồ sơ khác với những gì đã ghi về nó.',
    en: 'A dossier stands otherwise than what was recorded of it says.',
  },
  'dossier-unreadable': {
    vi: 'Không tính lại được tình trạng hồ sơ này: một thao tác hoặc dữ liệu của nó không đọc được.',
    en: 'How this dossier stands cannot be computed: an operation or data of it cannot be read.',
  },
  'code-given-twice': { vi: 'Máy này đã cấp một mã hai lần.', en: 'This PC gave a code out twice.' },
  'draft-unreadable': {
    vi: 'Một nháp chưa nộp không đọc được, xin gõ lại; các nháp khác vẫn còn.',
    en: 'A draft cannot be read and has to be typed again; the others are there.',
  },
  'paper-lost': {
    vi: 'Bản quét chưa gửi lên tỉnh mà tệp không còn. Chạy: motcua check --heal (lấy từ nơi sao lưu)',
    en: 'A scan that the province does not have yet, and its file is gone. Run: motcua check --heal (from the backups’ place)',
  },
  'paper-damaged': {
    vi: 'Tệp bản quét bị hỏng và tỉnh chưa có. Chạy: motcua check --heal (lấy từ nơi sao lưu)',
    en: 'A scan’s file is damaged and the province does not have it. Run: motcua check --heal (from the backups’ place)',
  },
  'paper-to-fetch': {
    vi: 'Tệp bản quét bị hỏng; tỉnh có bản gốc nên không mất. Máy tự lấy lại khi có mạng, hoặc chạy: motcua check --heal',
    en: 'A scan’s file is damaged; the province has it, so nothing is lost. It is fetched when online, or run: motcua check --heal',
  },
  'paper-scan-again': {
    vi: 'Bản quét này mất hẳn: chưa gửi lên tỉnh và không có bản sao. Xin quét lại giấy của hồ sơ này.',
    en: 'This scan is lost: it was not sent to the province and has no copy. Please scan this dossier’s paper again.',
  },
  'waiting-page-lost': {
    vi: 'Trang quét đang chờ gắn vào hồ sơ mà tệp không còn. Chạy: motcua check --heal (lấy từ nơi sao lưu); không được thì xin quét lại trang này.',
    en: 'A scanned page that waits to be attached, and its file is gone. Run: motcua check --heal (from the backups’ place); if that fails, scan that page again.',
  },
  'waiting-page-damaged': {
    vi: 'Trang quét đang chờ gắn vào hồ sơ bị hỏng tệp. Chạy: motcua check --heal (lấy từ nơi sao lưu); không được thì xin quét lại trang này.',
    en: 'The file of a scanned page that waits to be attached is damaged. Run: motcua check --heal (from the backups’ place); if that fails, scan that page again.',
  },
  'catalogue-differs': {
    vi: 'Một phiên bản danh mục thủ tục không còn như lúc nhận. Đừng sửa tay; xin khôi phục từ bản sao lưu: motcua restore',
    en: 'A version of the catalogue is no longer what was taken in. Do not mend it by hand; restore a backup: motcua restore',
  },
  'setting-unreadable': {
    vi: 'Một quyết định về giờ làm việc hoặc thứ tự gọi số không đọc được. Xin khôi phục từ bản sao lưu: motcua restore',
    en: 'A decision about hours or the order of the queue cannot be read. Please restore a backup: motcua restore',
  },
  'officers-differ': {
    vi: 'Danh sách cán bộ không còn như lúc nhận. Máy tự hỏi lại tỉnh khi có mạng; hoặc nhập lại: motcua officers import',
    en: 'The list of officers is no longer what was taken in. The province is asked for it anew when online; or import it: motcua officers import',
  },
  'not-searchable': { vi: 'Hồ sơ không tìm được bằng chữ.', en: 'A dossier that a search by words does not find.' },
  'key-shared': sentenceOf('MC-PAR-10'),
  'province-differs': {
    vi: 'Sổ của máy và của tỉnh khác nhau ở ngày này. Máy sẽ tự đối chiếu khi có mạng; nếu còn mãi, xin báo tỉnh.',
    en: 'This PC’s book and the province’s differ on this day. They are compared when online; tell the province if it stays.',
  },
  'backup-missing': {
    vi: 'Chưa có bản sao lưu nào, hoặc không thấy nơi sao lưu. Xin cắm lại ổ rồi chạy: motcua backup',
    en: 'There is no backup, or its place is not there. Connect the disk, then run: motcua backup',
  },
  'backup-old': {
    vi: 'Bản sao lưu mới nhất đã cũ. Xin chạy: motcua backup',
    en: 'The newest backup is old. Please run: motcua backup',
  },
  'backup-unusable': {
    vi: 'Bản sao lưu mới nhất không dùng được. Xin chạy: motcua backup, rồi xem lại ổ sao lưu.',
    en: 'The newest backup cannot be used. Run: motcua backup, then have a look at the backup’s disk.',
  },
  'backup-page-damaged': {
    vi: 'Bản sao của một trang quét đang chờ bị thiếu hoặc hỏng. Chạy: motcua check --heal (chép lại từ máy này), rồi xem lại ổ sao lưu.',
    en: 'The copy of a page that waits is missing or damaged. Run: motcua check --heal (copies it again from this PC), then have a look at the backup’s disk.',
  },
};
