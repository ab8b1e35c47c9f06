/** What may be done to a dossier at each step: one exhaustive table, used by the station, the portal and the screens. */
import { z } from 'zod';
import type { DossierStatus } from './dossier.ts';
import { instantSchema } from './ids.ts';

export const dossierActionSchema = z.enum([
  'forward', // chuyển công chức giải quyết
  'submit-for-signature', // trình ký
  'request-supplement', // yêu cầu bổ sung (mẫu 02), đồng hồ dừng
  'receive-supplement', // nhận bổ sung, đồng hồ chạy tiếp
  'reschedule', // xin lỗi và hẹn lại (mẫu 04), một lần
  'record-result', // ghi kết quả
  'return-result', // trả kết quả
  'refuse', // từ chối (mẫu 03)
  'cancel', // rút, huỷ
]);
export type DossierAction = z.infer<typeof dossierActionSchema>;

type ActionTable = Record<DossierStatus, Partial<Record<DossierAction, DossierStatus>>>;

const OPEN = { 'request-supplement': 'awaiting-supplement', refuse: 'refused', cancel: 'cancelled' } as const;

/** status → action → the status it leads to. An absent action is not allowed there. */
export const ACTION_TABLE = {
  received: { ...OPEN, forward: 'processing', reschedule: 'received', 'record-result': 'result-ready' },
  processing: {
    ...OPEN,
    forward: 'processing',
    'submit-for-signature': 'signing',
    reschedule: 'processing',
    'record-result': 'result-ready',
  },
  signing: { ...OPEN, forward: 'processing', reschedule: 'signing', 'record-result': 'result-ready' },
  'awaiting-supplement': { 'receive-supplement': 'processing', refuse: 'refused', cancel: 'cancelled' },
  'result-ready': { 'return-result': 'returned' },
  returned: {},
  refused: {},
  cancelled: {},
} as const satisfies ActionTable;

const table: ActionTable = ACTION_TABLE;

/** The status an action leads to, or undefined where it is not allowed. */
export const nextStatus = (status: DossierStatus, action: DossierAction): DossierStatus | undefined =>
  table[status][action];

export const allowedActions = (status: DossierStatus): readonly DossierAction[] =>
  dossierActionSchema.options.filter((action) => table[status][action] !== undefined);

/** Whether the dossier still waits for the desk or its specialists (its clock may run). */
export const isOpen = (status: DossierStatus): boolean =>
  status === 'received' || status === 'processing' || status === 'signing' || status === 'awaiting-supplement';

/** An action with what it needs. `dueAt` is the new due time of a reschedule or of a clock that runs again. */
export const actionRequestSchema = z
  .object({
    action: dossierActionSchema,
    reason: z.string().trim().max(2000).default(''),
    to: z.string().trim().max(200).default(''),
    dueAt: instantSchema.optional(),
  })
  .readonly();
export type ActionRequest = z.infer<typeof actionRequestSchema>;
