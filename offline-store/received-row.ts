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

/** Of one row; opened once, when somebody first reads from it. */
type OpenSealed = () => SealedPart;

/**
 * Sealed fields are getters of the class: on each object by itself they would be built a hundred times more slowly, and
 * lists have hundreds. Written as JSON it is what was received, every field in it.
 */
class StoredApplicant implements Applicant {
  readonly #sealed: OpenSealed;
  readonly name: string;
  readonly sex: Applicant['sex'];
  readonly organisation: boolean;

  constructor({ name, sex, organisation }: OpenApplicant, sealed: OpenSealed) {
    this.#sealed = sealed;
    this.name = name;
    this.sex = sex;
    this.organisation = organisation;
  }

  get citizenId(): string {
    return this.#sealed()[0];
  }

  get birthDate(): string | undefined {
    return this.#sealed()[1] ?? undefined;
  }

  get address(): string {
    return this.#sealed()[2];
  }

  get phone(): string {
    return this.#sealed()[3];
  }

  get email(): string {
    return this.#sealed()[4];
  }

  toJSON(): Applicant {
    const { name, citizenId, birthDate, sex, address, phone, email, organisation } = this;
    return { name, citizenId, birthDate, sex, address, phone, email, organisation };
  }
}

class StoredReceived implements ReceivedDossier {
  readonly #sealed: OpenSealed;
  readonly id: string;
  readonly code: string;
  readonly applicant: Applicant;
  readonly procedureCode: ReceivedDossier['procedureCode'];
  readonly onBehalfOf: ReceivedDossier['onBehalfOf'];
  readonly papers: ReceivedDossier['papers'];
  readonly sets: ReceivedDossier['sets'];
  readonly channel: ReceivedDossier['channel'];
  readonly returnMethod: ReceivedDossier['returnMethod'];
  readonly payment: ReceivedDossier['payment'];
  readonly ticket: ReceivedDossier['ticket'];
  readonly secret: ReceivedDossier['secret'];
  readonly agency: ReceivedDossier['agency'];
  readonly desk: ReceivedDossier['desk'];
  readonly officer: ReceivedDossier['officer'];
  readonly receivedAt: ReceivedDossier['receivedAt'];
  readonly dueAt: ReceivedDossier['dueAt'];

  constructor({ id, code, received }: ReceivedRow, sealed: OpenSealed) {
    const open = openPartOf(received);
    this.#sealed = sealed;
    this.id = id;
    this.code = code;
    this.applicant = new StoredApplicant(open.applicant, sealed);
    this.procedureCode = open.procedureCode;
    this.onBehalfOf = open.onBehalfOf;
    this.papers = open.papers;
    this.sets = open.sets;
    this.channel = open.channel;
    this.returnMethod = open.returnMethod;
    this.payment = open.payment;
    this.ticket = open.ticket;
    this.secret = open.secret;
    this.agency = open.agency;
    this.desk = open.desk;
    this.officer = open.officer;
    this.receivedAt = open.receivedAt;
    this.dueAt = open.dueAt;
  }

  get note(): string {
    return this.#sealed()[5];
  }

  toJSON(): ReceivedDossier {
    return { ...this, note: this.note };
  }
}

/** `readSealed` is asked once, when a sealed field is first read; MC-STO-03 or MC-STO-13 then, where it does not open. */
export const receivedOf = (
  protection: Protection,
  row: ReceivedRow,
  readSealed: () => Buffer | null,
): ReceivedDossier => {
  let opened: SealedPart | undefined;
  return new StoredReceived(row, () => {
    opened ??= openSealed(protection, row.id, readSealed());
    return opened;
  });
};
