/**
 * A received dossier as its row holds it: the open part as JSON, what says who and where somebody is sealed in one value,
 * and nothing twice: id and code are columns. The sealed part is opened only when somebody reads from it, so that lists
 * and public look-ups never do.
 */
import type { Applicant, ReceivedDossier } from '../domain/dossier.ts';
import { placeOfDossier } from './protection/places.ts';
import type { Protection } from './protection/protection.ts';
import type { Findable } from './search-text.ts';

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
  officer: '',
});

/** Every field by its name: taking a few out of a spread costs several times as much, and a first synchronisation has half a million. */
const openOf = (dossier: ReceivedDossier, applicant: Applicant): OpenPart =>
  ({
    procedureCode: dossier.procedureCode,
    applicant: {
      name: applicant.name,
      sex: applicant.sex,
      organisation: applicant.organisation,
    } satisfies Every<OpenApplicant>,
    onBehalfOf: dossier.onBehalfOf,
    papers: dossier.papers,
    sets: dossier.sets,
    channel: dossier.channel,
    returnMethod: dossier.returnMethod,
    payment: dossier.payment,
    ticket: dossier.ticket,
    secret: dossier.secret,
    agency: dossier.agency,
    desk: dossier.desk,
    officer: dossier.officer,
    receivedAt: dossier.receivedAt,
    dueAt: dossier.dueAt,
    catalogueVersion: dossier.catalogueVersion,
  }) satisfies Every<OpenPart>;

const sealedOf = ({ note, applicant }: ReceivedDossier): SealedPart => [
  applicant.citizenId,
  applicant.birthDate ?? null,
  applicant.address,
  applicant.phone,
  applicant.email,
  note,
];

export const toReceivedColumns = ({ sealer, stores }: Protection, dossier: ReceivedDossier): ReceivedColumns => {
  const kept = stores === 'public' ? withoutPeople(dossier) : dossier;
  const received = JSON.stringify(openOf(kept, kept.applicant));
  if (stores === 'public') return { received, sealed: null };
  return { received, sealed: sealer.seal(placeOfDossier(kept.id), Buffer.from(JSON.stringify(sealedOf(kept)))) };
};

const NOTHING: SealedPart = ['', null, '', '', '', ''];

const openSealed = ({ sealer }: Protection, id: string, sealed: Buffer | null): SealedPart =>
  sealed === null ? NOTHING : (JSON.parse(sealer.open(placeOfDossier(id), sealed).toString('utf8')) as SealedPart);

/** The row's JSON alone: for what needs no sealed value. */
export const openPartOf = (received: string): OpenPart => JSON.parse(received) as OpenPart;

/** Its getters take as long to make as all else of a dossier, so it is made when somebody first looks at the person. */
const applicantOf = ({ name, sex, organisation }: OpenApplicant, sealed: () => SealedPart): Applicant =>
  ({
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
  }) satisfies Every<Applicant>;

/**
 * Opened at once, as a plain value: each object with getters of its own gives the engine a new shape to remember, which over half a
 * million of them was 60 MB. MC-STO-03 or MC-STO-13 where the sealed part does not open.
 */
export const findableOf = (protection: Protection, row: ReceivedRow & ReceivedColumns): Findable => {
  const { procedureCode, agency, onBehalfOf, applicant } = openPartOf(row.received);
  const [citizenId, , , phone] = openSealed(protection, row.id, row.sealed);
  return { code: row.code, agency, procedureCode, onBehalfOf, applicant: { name: applicant.name, citizenId, phone } };
};

/** The same without what is sealed. */
export const openlyFindableOf = (row: ReceivedRow): Findable => {
  const { procedureCode, agency, onBehalfOf, applicant } = openPartOf(row.received);
  const { name } = applicant;
  return { code: row.code, agency, procedureCode, onBehalfOf, applicant: { name, citizenId: '', phone: '' } };
};

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
  let applicant: Applicant | undefined;
  let opened: SealedPart | undefined;
  const sealed = (): SealedPart => {
    opened ??= openSealed(protection, id, readSealed());
    return opened;
  };
  return {
    procedureCode: open.procedureCode,
    get applicant() {
      applicant ??= applicantOf(open.applicant, sealed);
      return applicant;
    },
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

/** The same as a plain value, opened at once: for what is written out whole, where getters of each object would cost several times as much. */
export const wholeReceivedOf = (protection: Protection, row: ReceivedRow & ReceivedColumns): ReceivedDossier => {
  const open = openPartOf(row.received);
  const [citizenId, birthDate, address, phone, email, note] = openSealed(protection, row.id, row.sealed);
  const { name, sex, organisation } = open.applicant;
  return {
    procedureCode: open.procedureCode,
    applicant: { name, citizenId, birthDate: birthDate ?? undefined, sex, address, phone, email, organisation },
    onBehalfOf: open.onBehalfOf,
    papers: open.papers,
    sets: open.sets,
    channel: open.channel,
    returnMethod: open.returnMethod,
    payment: open.payment,
    note,
    ticket: open.ticket,
    id: row.id,
    code: row.code,
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
