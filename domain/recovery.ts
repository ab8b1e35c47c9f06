/** What an automatic recovery of the store brought back, and what it could not. */
import { z } from 'zod';
import type { Bilingual } from './ids.ts';

export const lossKindSchema = z.enum([
  'dossier-missing',
  'operation-unreadable',
  'sequence-missing',
  'draft-unreadable',
  'paper-unreadable',
  'paper-damaged',
  'rows-unreadable',
  'audit-cut',
  'backup-unusable',
  'file-unreadable',
  'commits-cut',
]);
export type LossKind = z.infer<typeof lossKindSchema>;

/** `about`: a dossier's code, an id, a table or a number; never a name. */
export const lossSchema = z.object({ kind: lossKindSchema, about: z.string().max(200) }).readonly();
export type Loss = z.infer<typeof lossSchema>;

export const recoverySchema = z
  .object({
    at: z.number().int(),
    /** When the backup was made that everything else was added to; absent when there was none. */
    backup: z.number().int().optional(),
    /** The folder that keeps the damaged file, inside the data folder. */
    aside: z.string().max(200),
    /** Rows brought back from the damaged file, by table. */
    brought: z.record(z.string(), z.number().int().min(0)),
    /** The first two hundred. */
    lost: z.array(lossSchema).max(200).readonly(),
    lostCount: z.number().int().min(0),
  })
  .readonly();
export type Recovery = z.infer<typeof recoverySchema>;

/** What has become of a scan whose file was damaged or gone. */
export const scanStateSchema = z.enum([
  'scan-again',
  'awaited',
  'not-at-province',
  'wrong-at-province',
  'mended-from-backup',
  'mended-from-province',
]);
export type ScanState = z.infer<typeof scanStateSchema>;

/** `about`: its dossier's code. */
export const scanNewsSchema = z.object({ state: scanStateSchema, about: z.string().max(200) }).readonly();
export type ScanNews = z.infer<typeof scanNewsSchema>;

/** What the windows say of the store and its copies. `code` has its sentence in errors.ts. */
export const storeNoticeSchema = z
  .object({
    code: z.string().max(20),
    since: z.number().int(),
    /** A recovery's: what is still missing, and the folder that keeps the damaged file. */
    lost: z.array(lossSchema).max(200).readonly().optional(),
    aside: z.string().max(200).optional(),
    /** Scans that were damaged, each with its dossier and what came of it. */
    scans: z.array(scanNewsSchema).max(200).readonly().optional(),
    /** The last good backup, for a notice of backups. */
    backup: z.number().int().optional(),
  })
  .readonly();
export type StoreNotice = z.infer<typeof storeNoticeSchema>;

export const SCAN_SENTENCES: Readonly<Record<ScanState, Bilingual>> = {
  'scan-again': {
    vi: 'Chưa gửi lên tỉnh và không có bản sao. Xin quét lại giấy.',
    en: 'Not yet at the province, and no copy. Please scan the paper again.',
  },
  awaited: {
    vi: 'Tỉnh có bản này; máy tự lấy về khi đường truyền rảnh.',
    en: 'The province has it; it is fetched by itself when the line is free.',
  },
  'not-at-province': {
    vi: 'Tỉnh trả lời không có bản này. Máy sẽ hỏi lại; nếu còn giấy, xin quét lại.',
    en: 'The province answers that it has none. It is asked again; if you have the paper, please scan it again.',
  },
  'wrong-at-province': {
    vi: 'Bản tỉnh gửi về không đúng nên không dùng. Máy sẽ hỏi lại; xin báo kỹ thuật viên của tỉnh.',
    en: 'What the province sent is not this scan and was not used. It is asked again; tell the province’s technician.',
  },
  'mended-from-backup': { vi: 'Đã lấy lại từ bản sao lưu.', en: 'Brought back from the backup.' },
  'mended-from-province': { vi: 'Đã lấy lại từ tỉnh.', en: 'Brought back from the province.' },
};

export const LOSS_SENTENCES: Readonly<Record<LossKind, Bilingual>> = {
  'dossier-missing': {
    vi: 'Nhật ký có ghi tiếp nhận hồ sơ này nhưng không còn dữ liệu. Nếu tỉnh cũng chưa có, xin nhập lại từ giấy tờ.',
    en: 'The audit trail tells of this dossier, but its data is gone. If the province does not have it, enter it again.',
  },
  'operation-unreadable': {
    vi: 'Một thao tác không đọc lại được. Nếu tỉnh đã nhận, nó sẽ tự về.',
    en: 'An operation could not be read back. If the province has it, it comes back by itself.',
  },
  'sequence-missing': {
    vi: 'Thiếu thao tác mang số này của máy. Nếu tỉnh đã nhận, nó sẽ tự về.',
    en: 'This PC’s operation of that number is missing. If the province has it, it comes back by itself.',
  },
  'draft-unreadable': { vi: 'Một nháp chưa nộp không đọc lại được.', en: 'A draft could not be read back.' },
  'paper-unreadable': {
    vi: 'Một bản quét không còn ghi là của hồ sơ nào. Xin quét lại giấy này nếu tỉnh chưa có.',
    en: 'It is no longer known whose a scanned paper was. Scan it again if the province does not have it.',
  },
  'paper-damaged': {
    vi: 'Hồ sơ này có bản quét bị hỏng mà tỉnh chưa có. Xin quét lại giấy.',
    en: 'A scan of this dossier is damaged and the province does not have it. Please scan the paper again.',
  },
  'rows-unreadable': { vi: 'Một phần của bảng này không đọc được.', en: 'Part of this table could not be read.' },
  'audit-cut': {
    vi: 'Nhật ký kiểm toán từ mục này trở đi chỉ còn trong tệp hỏng được giữ lại.',
    en: 'From this entry on the audit trail is only in the damaged file that was kept.',
  },
  'backup-unusable': {
    vi: 'Bản sao lưu này không dùng được nên đã bỏ qua.',
    en: 'This backup could not be used and was passed over.',
  },
  'file-unreadable': {
    vi: 'Không đọc được gì từ tệp hỏng. Tệp vẫn được giữ lại.',
    en: 'Nothing could be read from the damaged file. It is kept.',
  },
  'commits-cut': {
    vi: 'Chừng này lần lưu cuối cùng đã mất vì ổ đĩa hỏng. Xin đối chiếu các phiếu vừa in; việc tỉnh đã nhận sẽ tự về.',
    en: 'So many of the last savings were lost to the disk. Compare the slips just printed; what the province has comes back.',
  },
};
