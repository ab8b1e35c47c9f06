/** The work list: shaped for one look, computed by the station from facts, never stored. */
import { z } from 'zod';
import { dossierStatusSchema } from '../dossier.ts';
import { dossierActionSchema } from '../dossier-actions.ts';
import { instantSchema, uuid7Schema } from '../ids.ts';
import { explanationSchema } from './explanation.ts';

/** Why a row stands on the work list, most urgent first. A dossier stands in the first group that fits it. */
export const workGroupKeySchema = z.enum([
  'late', // quá hạn
  'due-today', // đến hạn hôm nay
  'rejected', // tỉnh từ chối
  'print-uncertain', // in chưa xác nhận
  'scan-incomplete', // quét thiếu trang
  'result-ready', // có kết quả chờ trả
  'awaiting-supplement', // chờ bổ sung
  'due-tomorrow', // đến hạn ngày mai
  'received-today', // tiếp nhận hôm nay
  'later', // còn hạn
]);
export type WorkGroupKey = z.infer<typeof workGroupKeySchema>;

export const dueStateSchema = z.enum(['late', 'due-today', 'due-tomorrow', 'later', 'stopped', 'done']);
export type DueState = z.infer<typeof dueStateSchema>;

export const dossierRowSchema = z
  .object({
    id: uuid7Schema,
    code: z.string(),
    applicantName: z.string(),
    procedureCode: z.string(),
    procedureName: z.string(),
    /** For one line of a list. */
    procedureShort: z.string(),
    status: dossierStatusSchema,
    desk: z.number().int(),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    due: dueStateSchema,
    /** Working minutes to the due time; negative when late. */
    minutesLeft: z.number().int(),
    statusSince: instantSchema,
    /** Not yet accepted by the province. */
    unsent: z.boolean(),
    nextAction: z.union([dossierActionSchema, z.enum(['confirm-print', 'scan-papers', 'fix-rejected'])]).optional(),
    note: explanationSchema.optional(),
  })
  .readonly();
export type DossierRow = z.infer<typeof dossierRowSchema>;

export const workListSchema = z
  .object({
    groups: z
      .array(z.object({ key: workGroupKeySchema, rows: z.array(dossierRowSchema).readonly() }).readonly())
      .readonly(),
    counts: z.record(workGroupKeySchema, z.number().int()),
    total: z.number().int(),
  })
  .readonly();
export type WorkList = z.infer<typeof workListSchema>;
