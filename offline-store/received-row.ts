/**
 * A received dossier as its row holds it: the open part as JSON, what says who and where somebody is sealed in one value,
 * and nothing twice: id and code are columns. The sealed part is opened only when somebody reads from it, so that lists
 * and public look-ups never do.
 */
import type { Applicant, ReceivedDossier } from '../domain/dossier.ts';
import { placeOfDossier } from './protection/places.ts';
import type { Protection } from './protection/protection.ts';

type SealedField = 'citizenId' | 'birthDate' | 'address' | 'phone' | 'email';
type OpenApplicant = Omit<Applicant, SealedField>;

/** What the row's JSON holds. */
export type OpenPart = Omit<ReceivedDossier, 'id' | 'code' | 'applicant' | 'note'> & {
  readonly applicant: OpenApplicant;
};

/** A free note may say anything of anybody, so it is sealed with the rest. */
type SealedPart = readonly [
  citizenId: string,
  birthDate: string | null,
  address: string,
  phone: string,
  email: string,
  note: string,
];

export interface ReceivedColumns {
  readonly received: string;
  readonly sealed: Buffer | null;
}

export interface ReceivedRow {
  readonly id: string;
  readonly code: string;
  readonly received: string;
}

const NOBODY: Applicant = { name: '', citizenId: '', address: '', phone: '', email: '', organisation: false };

/** What a public PC may keep: which dossier, of what kind, and when it is due. */
const withoutPeople = (dossier: ReceivedDossier): ReceivedDossier => ({
  ...dossier,
  applicant: NOBODY,
  onBehalfOf: '',
  papers: [],
  note: '',
  ticket: '',
});

const columnsOf = ({ id, code: _code, applicant, note, ...rest }: ReceivedDossier) => {
  const { citizenId, birthDate, address, phone, email, ...open } = applicant;
  const sealed: SealedPart = [citizenId, birthDate ?? null, address, phone, email, note];
  return { id, open: { ...rest, applicant: open } satisfies OpenPart, sealed };
};

export const toReceivedColumns = ({ sealer, stores }: Protection, dossier: ReceivedDossier): ReceivedColumns => {
  const { id, open, sealed } = columnsOf(stores === 'public' ? withoutPeople(dossier) : dossier);
  const received = JSON.stringify(open);
  if (stores === 'public') return { received, sealed: null };
  return { received, sealed: sealer.seal(placeOfDossier(id), Buffer.from(JSON.stringify(sealed))) };
};

const NOTHING: SealedPart = ['', null, '', '', '', ''];

const openSealed = ({ sealer }: Protection, id: string, sealed: Buffer | null): SealedPart =>
  sealed === null ? NOTHING : (JSON.parse(sealer.open(placeOfDossier(id), sealed).toString('utf8')) as SealedPart);

/** The row's JSON alone: for what needs no sealed value. */
export const openPartOf = (received: string): OpenPart => JSON.parse(received) as OpenPart;

/**
 * `readSealed` is asked once, when somebody first reads a sealed field; MC-STO-03 or MC-STO-13 then, where it does not open.
 * Every field by its name: a spread with getters beside it is built several times more slowly, and lists have hundreds.
 */
export const receivedOf = (
  protection: Protection,
  { id, code, received }: ReceivedRow,
  readSealed: () => Buffer | null,
): ReceivedDossier => {
  const open = openPartOf(received);
  const { name, sex, organisation } = open.applicant;
  let opened: SealedPart | undefined;
  const sealed = (): SealedPart => {
    opened ??= openSealed(protection, id, readSealed());
    return opened;
  };
  return {
    procedureCode: open.procedureCode,
    applicant: {
      name,
      get citizenId() {
        return sealed()[0];
      },
      get birthDate() {
        return sealed()[1] ?? undefined;
      },
      sex,
      get address() {
        return sealed()[2];
      },
      get phone() {
        return sealed()[3];
      },
      get email() {
        return sealed()[4];
      },
      organisation,
    } satisfies Every<Applicant>,
    onBehalfOf: open.onBehalfOf,
    papers: open.papers,
    sets: open.sets,
    channel: open.channel,
    returnMethod: open.returnMethod,
    payment: open.payment,
    get note() {
      return sealed()[5];
    },
    ticket: open.ticket,
    id,
    code,
    secret: open.secret,
    agency: open.agency,
    desk: open.desk,
    officer: open.officer,
    receivedAt: open.receivedAt,
    dueAt: open.dueAt,
    catalogueVersion: open.catalogueVersion,
  } satisfies Every<ReceivedDossier>;
};

/** None left out, also of those that may be missing. */
type Every<T> = { readonly [K in keyof Required<T>]: T[K] };
