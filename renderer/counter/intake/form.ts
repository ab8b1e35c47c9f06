/** The intake as it stands on the screen: text as typed, turned into a draft and back. Pure. */
import type { Procedure } from '../../../domain/catalogue.ts';
import type { Channel, IntakeDraft, Paper, Payment, ReturnMethod } from '../../../domain/dossier.ts';
import { isRealDate } from '../../../domain/local-time.ts';
import { day } from '../../common/format.ts';
import type { CardApplicant } from '../counter-state.ts';

export type IntakeForm = {
  readonly procedureCode: string;
  readonly name: string;
  readonly citizenId: string;
  /** As typed: `19/06/1994`. */
  readonly birth: string;
  readonly sex: 'male' | 'female' | undefined;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly onBehalfOf: string;
  readonly papers: readonly Paper[];
  readonly sets: number;
  readonly channel: Channel;
  readonly returnMethod: ReturnMethod;
  readonly payMethod: Payment['method'];
  /** What the applicant handed over, in đồng as typed; empty: exactly the fee. */
  readonly handed: string;
  readonly note: string;
  readonly ticket: string;
};

export const EMPTY_FORM: IntakeForm = {
  procedureCode: '',
  name: '',
  citizenId: '',
  birth: '',
  sex: undefined,
  address: '',
  phone: '',
  email: '',
  onBehalfOf: '',
  papers: [],
  sets: 1,
  channel: 'counter',
  returnMethod: 'counter',
  payMethod: 'cash',
  handed: '',
  note: '',
  ticket: '',
};

/** `19/06/1994` → `1994-06-19`; also `19061994`. Undefined when it is no day. */
export const parseBirth = (text: string): string | undefined => {
  const found = /^\s*(\d{1,2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{4})\s*$/.exec(text);
  if (!found) return undefined;
  const [, d = '', m = '', y = ''] = found;
  const date = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return isRealDate(date) ? date : undefined;
};

/** `19061994` becomes `19/06/1994` once the field is left. */
export const tidyBirth = (form: IntakeForm): IntakeForm => {
  const date = parseBirth(form.birth);
  return date ? { ...form, birth: day(date) } : form;
};

const isWholeId = (text: string): boolean => /^(\d{12}|\d{9})?$/.test(text);

/** What is saved and sent. An ID typed only in part is left out rather than saved wrong; the screen keeps it. */
export const toDraft = (form: IntakeForm, fee: number): IntakeDraft => ({
  procedureCode: form.procedureCode,
  applicant: {
    name: form.name.trim().normalize('NFC'),
    citizenId: isWholeId(form.citizenId) ? form.citizenId : '',
    birthDate: parseBirth(form.birth),
    sex: form.sex,
    address: form.address.trim().normalize('NFC'),
    phone: form.phone.trim(),
    email: form.email.trim(),
    organisation: false,
  },
  onBehalfOf: form.onBehalfOf.trim().normalize('NFC'),
  papers: form.papers.filter((paper) => paper.name.trim() !== ''),
  sets: form.sets,
  channel: form.channel,
  returnMethod: form.returnMethod,
  payment: { amount: fee, method: fee === 0 ? 'none' : form.payMethod },
  note: form.note,
  ticket: form.ticket,
});

export const fromDraft = ({ applicant, payment, ...draft }: IntakeDraft): IntakeForm => {
  const { birthDate, organisation: _, ...person } = applicant;
  const payMethod = payment.method === 'none' ? 'cash' : payment.method;
  return { ...EMPTY_FORM, ...draft, ...person, sex: person.sex, birth: birthDate ? day(birthDate) : '', payMethod };
};

/** A card fills the applicant; phone and e-mail stay, a card does not know them. */
export const withCard = (form: IntakeForm, card: CardApplicant): IntakeForm => ({
  ...form,
  name: card.name,
  citizenId: card.citizenId,
  birth: card.birthDate ? day(card.birthDate) : '',
  sex: card.sex,
  address: card.address,
});

/** Choosing a procedure lists the papers it asks for; copies are counted where the fee is by the copy. */
export const withProcedure = (form: IntakeForm, procedure: Procedure): IntakeForm => {
  if (form.procedureCode === procedure.code) return form;
  const required = procedure.papers.filter((paper) => paper.required);
  const papers = required.map(
    ({ name, kinds }, index): Paper => ({
      name,
      kind: kinds[0] ?? 'original',
      pages: 1,
      copies: copiesFor(procedure, index),
    }),
  );
  return { ...form, procedureCode: procedure.code, papers };
};

const copiesFor = ({ fee }: Procedure, index: number): number => {
  if (fee.kind === 'certified-copy') return 1;
  return fee.kind === 'per-copy' && index === 0 ? 1 : 0;
};

/** Whether the fee counts copies, so that the column is worth showing. */
export const countsCopies = (procedure: Procedure | undefined): boolean =>
  procedure?.fee.kind === 'certified-copy' || procedure?.fee.kind === 'per-copy';

export const withPaper = (form: IntakeForm, index: number, change: Partial<Paper>): IntakeForm => ({
  ...form,
  papers: form.papers.map((paper, at) => (at === index ? { ...paper, ...change } : paper)),
});

export const withNewPaper = (form: IntakeForm, name: string, procedure: Procedure | undefined): IntakeForm => ({
  ...form,
  papers: [
    ...form.papers,
    { name, kind: 'original', pages: 1, copies: procedure?.fee.kind === 'certified-copy' ? 1 : 0 },
  ],
});

export const withoutPaper = (form: IntakeForm, index: number): IntakeForm => ({
  ...form,
  papers: form.papers.filter((_, at) => at !== index),
});

/** Something worth keeping has been entered. */
export const isWorthSaving = (form: IntakeForm): boolean =>
  form.name.trim() !== '' ||
  form.citizenId !== '' ||
  form.procedureCode !== '' ||
  form.phone !== '' ||
  form.address !== '';

export type FieldWarning = 'intake.badId' | 'intake.badBirth' | 'intake.badPhone';

/** What looks wrong in the applicant's fields: said, never a wall. */
export const warningsIn = (form: IntakeForm): readonly FieldWarning[] => [
  ...(isWholeId(form.citizenId) ? [] : (['intake.badId'] as const)),
  ...(form.birth.trim() === '' || parseBirth(form.birth) ? [] : (['intake.badBirth'] as const)),
  ...(form.phone.trim() === '' || /^\+?\d[\d .]{8,14}$/.test(form.phone.trim()) ? [] : (['intake.badPhone'] as const)),
];

/** đồng as typed: `50.000`, `50000`, `50`: below a thousand it is meant in thousands, as people say it. */
export const parseMoney = (text: string): number | undefined => {
  const digits = text.replace(/\D/g, '');
  if (digits === '') return undefined;
  const value = Number(digits);
  return value > 0 && value < 1000 ? value * 1000 : value;
};

/** Change to give back in đồng; negative: still missing. Undefined: nothing typed, exactly the fee is assumed. */
export const changeOf = (form: IntakeForm, fee: number): number | undefined => {
  const handed = parseMoney(form.handed);
  return form.payMethod === 'cash' && handed !== undefined ? handed - fee : undefined;
};
