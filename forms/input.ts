import { z } from 'zod';
import { paperSchema } from '../domain/dossier.ts';
import { instantSchema } from '../domain/ids.ts';
import { slipPaperSchema } from './paper-dots.ts';

/** One printed line of text: composed (NFC), line breaks and control characters turned into single spaces. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .trim(),
    );

const required = (max: number) => line(max).refine((text) => text.length > 0, 'must not be empty');

/** A code as it is printed and barred: of any agency, so only its length and alphabet are bounded. */
const printedCode = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);

/** The private look-up code. Looser than the domain's: a dossier that was taken in must print. */
const lookupSecret = z.string().regex(/^[A-Z0-9]{8}$/);
const qrPayload = z.string().min(1).max(300);

/** What form 01 prints (GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ). Plain printable values; nothing is looked up. */
export const form01InputSchema = z
  .object({
    /** The agency above, `ỦY BAN NHÂN DÂN XÃ MẪU`; printed in capitals. */
    agencyParent: required(200),
    /** The one-stop desk itself as the head names it, `BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ`; printed in capitals. */
    agencyName: required(200),
    /** The agency in running text, `UBND xã Mẫu, huyện Mẫu`; the parent's name when left out. */
    receivingDesk: line(300).optional(),
    place: required(100),
    /** `1187/TNHS`. */
    number: line(60),
    code: printedCode,
    lookupSecret: lookupSecret.optional(),
    qrPayload,
    applicantName: required(200),
    address: line(500),
    phone: line(30).optional(),
    email: line(200).optional(),
    matter: required(1000),
    papers: z.array(paperSchema).max(100).readonly(),
    sets: z.number().int().min(1).max(99),
    /** `02 ngày làm việc`. */
    processingTime: required(200),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    /** Replaces the date and time made from `dueAt`. */
    dueText: line(200).optional(),
    returnPlace: required(300),
    bookNumber: line(40).optional(),
    bookIndex: line(40).optional(),
    officerName: line(200),
    deskPhone: line(30).optional(),
    demo: z.boolean(),
    /** A look at what would be printed, before anything is taken in: marked so, and without codes that could be read. */
    draft: z.boolean().optional(),
  })
  .readonly();
export type Form01Input = z.input<typeof form01InputSchema>;
export type Form01Values = z.output<typeof form01InputSchema>;

/** A row of form 05: from hand to hand. */
const form05RowSchema = z
  .object({
    from: required(200),
    to: required(200),
    handedAt: instantSchema,
    handedBy: line(200),
    takenAt: instantSchema.optional(),
    takenBy: line(200).optional(),
    /** How it stood to the due time when the receiver had done; left out before that. */
    result: z.enum(['early', 'on-time', 'late']).optional(),
    note: line(500),
  })
  .readonly();
export type Form05Row = z.output<typeof form05RowSchema>;

/** What form 05 prints (PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ). No name of an applicant: it goes from desk to desk. */
export const form05InputSchema = z
  .object({
    agencyParent: required(200),
    agencyName: required(200),
    place: required(100),
    code: printedCode,
    matter: required(1000),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    printedAt: instantSchema,
    rows: z.array(form05RowSchema).max(200).readonly(),
    demo: z.boolean(),
  })
  .readonly();
export type Form05Input = z.input<typeof form05InputSchema>;
export type Form05Values = z.output<typeof form05InputSchema>;

/** The appointment slip from the thermal printer. It carries no name: slips are left lying about. */
export const slipInputSchema = z
  .object({
    /** `UBND XÃ MẪU`. */
    agencyName: required(200),
    /** Short name of the procedure. */
    matter: required(1000),
    /** `Quầy 2`. */
    desk: required(60),
    deskPhone: line(30).optional(),
    code: printedCode,
    lookupSecret: lookupSecret.optional(),
    qrPayload,
    dueAt: instantSchema,
    printedAt: instantSchema,
    demo: z.boolean(),
    paper: slipPaperSchema.default('roll80'),
  })
  .readonly();
export type SlipInput = z.input<typeof slipInputSchema>;
export type SlipValues = z.output<typeof slipInputSchema>;

const minutes = z.number().int().min(0).max(1440);

/** A queue ticket. */
export const ticketInputSchema = z
  .object({
    agencyName: required(200),
    letter: z.string().regex(/^[A-Z]$/),
    number: z.number().int().min(1).max(999),
    /** Field of work, `Hộ tịch`. */
    field: required(200),
    /** `Quầy 2`; left out when any desk may call. */
    desk: line(60).optional(),
    priority: z.boolean().optional(),
    peopleBefore: z.number().int().min(0).max(999),
    /** Minutes, as `estimateWait` answers them; left out when there is nothing to estimate from. */
    wait: z.object({ from: minutes, to: minutes }).readonly().optional(),
    takenAt: instantSchema,
    /** What the QR says (`formatTicketBarcode`), so that a reader can find the ticket again. */
    qrPayload: qrPayload.optional(),
    demo: z.boolean(),
    paper: slipPaperSchema.default('roll80'),
  })
  .readonly();
export type TicketInput = z.input<typeof ticketInputSchema>;
export type TicketValues = z.output<typeof ticketInputSchema>;

/** The technician's test slip. */
export const testSlipInputSchema = z
  .object({
    agencyName: required(200),
    printerName: required(120),
    printedAt: instantSchema,
    /** Text of both codes; scanning it proves printer and reader together. */
    code: printedCode.max(24),
    /** The printer's settings, name and value: model, dots, line, time. */
    settings: z
      .array(z.tuple([required(60), required(120)]).readonly())
      .max(10)
      .readonly()
      .default([]),
    paper: slipPaperSchema.default('roll80'),
  })
  .readonly();
export type TestSlipInput = z.input<typeof testSlipInputSchema>;
export type TestSlipValues = z.output<typeof testSlipInputSchema>;
