/** A dossier (hồ sơ) and what it is made of. Facts only: overdue, days left and the like are computed from them. */
import { z } from 'zod';
import { instantSchema, uuid7Schema } from './ids.ts';

const text = (max: number) => z.string().trim().max(max);

/** Steps of a dossier's life at the desk (domain.md §1). The order of the first five is the way a citizen sees it. */
export const dossierStatusSchema = z.enum([
  'received', // tiếp nhận
  'processing', // đang giải quyết
  'signing', // trình ký
  'result-ready', // có kết quả, chờ trả
  'returned', // đã trả
  'awaiting-supplement', // chờ bổ sung, đồng hồ dừng
  'refused', // từ chối (mẫu 03)
  'cancelled', // rút hoặc huỷ
]);
export type DossierStatus = z.infer<typeof dossierStatusSchema>;

/** Who applies. `citizenId` is 12 digits (CCCD) or 9 (old CMND); everything but the name may be missing. */
export const applicantSchema = z
  .object({
    name: text(200).min(1),
    citizenId: z.string().regex(/^(\d{12}|\d{9})?$/),
    birthDate: z.iso.date().optional(),
    sex: z.enum(['male', 'female']).optional(),
    address: text(500),
    phone: text(30),
    email: text(200),
    organisation: z.boolean().default(false),
  })
  .readonly();
export type Applicant = z.infer<typeof applicantSchema>;

export const paperKindSchema = z.enum(['original', 'certified-copy', 'photocopy']);
export type PaperKind = z.infer<typeof paperKindSchema>;

/** A paper handed in (thành phần hồ sơ). `pages` of one set; `copies` is asked for in certification of copies. */
export const paperSchema = z
  .object({
    name: text(300).min(1),
    kind: paperKindSchema,
    pages: z.number().int().min(0).max(9999),
    copies: z.number().int().min(0).max(999),
  })
  .readonly();
export type Paper = z.infer<typeof paperSchema>;

export const channelSchema = z.enum(['counter', 'post', 'online']);
export type Channel = z.infer<typeof channelSchema>;
export const returnMethodSchema = z.enum(['counter', 'post', 'electronic']);
export type ReturnMethod = z.infer<typeof returnMethodSchema>;

/** Money taken, in đồng. `later` = to be collected when the result is handed over. */
export const paymentSchema = z
  .object({ amount: z.number().int().min(0).max(1_000_000_000), method: z.enum(['cash', 'transfer', 'later', 'none']) })
  .readonly();
export type Payment = z.infer<typeof paymentSchema>;

/** What the officer fills in. A draft may be incomplete; `completeIntakeSchema` is what can be committed. */
export const intakeDraftSchema = z
  .object({
    procedureCode: z.string().max(40).default(''),
    applicant: applicantSchema
      .unwrap()
      .extend({ name: text(200) })
      .readonly(),
    onBehalfOf: text(200).default(''),
    papers: z.array(paperSchema).max(100).readonly(),
    sets: z.number().int().min(1).max(99),
    channel: channelSchema,
    returnMethod: returnMethodSchema,
    payment: paymentSchema,
    note: text(2000).default(''),
    ticket: z.string().max(12).default(''),
  })
  .readonly();
export type IntakeDraft = z.infer<typeof intakeDraftSchema>;

export const completeIntakeSchema = intakeDraftSchema
  .unwrap()
  .extend({ procedureCode: z.string().min(1).max(40), applicant: applicantSchema })
  .readonly();
export type CompleteIntake = z.infer<typeof completeIntakeSchema>;

/** A dossier as it was received: the payload of the operation that creates it, everywhere. */
export const receivedDossierSchema = completeIntakeSchema
  .unwrap()
  .extend({
    id: uuid7Schema,
    code: z.string().min(1).max(64),
    secret: z.string().regex(/^[A-Z0-9]{8}$/),
    agency: z.string().max(40),
    desk: z.number().int().min(1).max(99),
    officer: text(200),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    /**
     * The id of the catalogue's version that its fee and due time are of: what was announced to the applicant goes on to
     * count for this dossier. Absent: the version in effect when it was received.
     */
    catalogueVersion: z.string().max(60).optional(),
  })
  .readonly();
export type ReceivedDossier = z.infer<typeof receivedDossierSchema>;
