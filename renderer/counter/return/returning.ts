/** Handing a result over: what is compared, what is still missing, what is written down. Pure. */
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { money } from '../../common/format.ts';
import type { CardApplicant } from '../counter-state.ts';

export type Receiver = 'self' | 'authorised' | 'post';
export type ReturnForm = {
  readonly receiver: Receiver;
  readonly receiverName: string;
  readonly payMethod: 'cash' | 'transfer';
  readonly handed: string;
  readonly paid: boolean;
  readonly signed: boolean;
};

export type Compared = {
  readonly key: 'name' | 'birth' | 'sex' | 'id';
  readonly own: string;
  readonly card: string;
  readonly same: boolean;
};

/** A masked number shows its first three and last four digits: those are compared, so that the whole need not be revealed. */
export const sameMaskedId = (masked: string, citizenId: string): boolean => {
  const head = /^\d*/.exec(masked)?.[0] ?? '';
  const tail = /\d*$/.exec(masked)?.[0] ?? '';
  return masked.length > 0 && citizenId.startsWith(head) && citizenId.endsWith(tail);
};

const fold = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleUpperCase('vi');

/** The card beside the dossier, line by line; a line that the dossier does not know is left out. */
export const compare = (applicant: DossierDetail['applicant'], card: CardApplicant): readonly Compared[] => {
  const lines: readonly Compared[] = [
    { key: 'name', own: applicant.name, card: card.name, same: fold(applicant.name) === fold(card.name) },
    {
      key: 'birth',
      own: applicant.birthDate ?? '',
      card: card.birthDate ?? '',
      same: applicant.birthDate === card.birthDate,
    },
    { key: 'sex', own: applicant.sex ?? '', card: card.sex ?? '', same: applicant.sex === card.sex },
    {
      key: 'id',
      own: applicant.maskedId,
      card: card.citizenId,
      same: sameMaskedId(applicant.maskedId, card.citizenId),
    },
  ];
  return lines.filter(({ own }) => own !== '');
};

export const isSamePerson = (lines: readonly Compared[]): boolean => lines.every(({ same }) => same);

export type Missing = 'ret.needName' | 'ret.needPay' | 'ret.needSign' | 'ret.mismatch';

/** What keeps the result in the officer's hand, if anything. */
export const missingFor = (form: ReturnForm, owes: boolean, lines: readonly Compared[]): Missing | undefined => {
  if (form.receiver === 'self' && !isSamePerson(lines)) return 'ret.mismatch';
  if (form.receiver === 'authorised' && !form.receiverName.trim()) return 'ret.needName';
  if (owes && !form.paid) return 'ret.needPay';
  return form.receiver !== 'post' && !form.signed ? 'ret.needSign' : undefined;
};

export const owesFee = ({ payment }: Pick<DossierDetail, 'payment'>): boolean =>
  payment.method === 'later' && payment.amount > 0;

/** What goes into the operation: to whom, and how the fee was settled. */
export const receiverOf = (form: ReturnForm, applicantName: string): string =>
  form.receiver === 'self' ? applicantName : form.receiverName.trim() || applicantName;
export const settlementOf = (form: ReturnForm, dossier: DossierDetail, way: string): string =>
  owesFee(dossier) && form.paid ? `Đã thu ${money(dossier.payment.amount)}, ${way}` : '';
