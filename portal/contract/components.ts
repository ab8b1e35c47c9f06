/** The schemas of the contract, made from the zod schemas in domain/: the same values, said to vendors of other languages. */
import { z } from 'zod';
import { catalogueListSchema, catalogueSchema, procedureSchema } from '../../domain/catalogue.ts';
import { applicantSchema, receivedDossierSchema } from '../../domain/dossier.ts';
import { effectiveSettingSchema, settingsFileSchema } from '../../domain/effective-setting.ts';
import { bilingualSchema, instantSchema, uuid7Schema } from '../../domain/ids.ts';
import { officerSchema, officersSchema } from '../../domain/officer.ts';
import { operationSchema } from '../../domain/operation.ts';
import { pairingRequestSchema, pairingResponseSchema } from '../../domain/pairing.ts';
import {
  changeSchema,
  dayDigestSchema,
  digestsSchema,
  leaseRequestSchema,
  leaseResponseSchema,
  leaseSchema,
  openingSchema,
  operationAnswerSchema,
  portalErrorSchema,
  portalInfoSchema,
  pushRequestSchema,
  pushResponseSchema,
  sharedKeySchema,
  storedDocumentSchema,
} from '../../domain/sync.ts';

/** Component name → its schema and what a vendor should know of it. */
export const CONTRACT_SCHEMAS = {
  Instant: [instantSchema, 'Milliseconds since 1970-01-01T00:00:00Z, a whole number.'],
  Uuid7: [uuid7Schema, 'A UUID version 7 made by the station, so that sending anything twice is harmless.'],
  Bilingual: [bilingualSchema, 'A sentence for people, in Vietnamese and in English.'],
  Applicant: [applicantSchema, 'Who applies. Personal data: never into a log.'],
  ReceivedDossier: [receivedDossierSchema, 'A dossier as it was taken in at the counter.'],
  Operation: [
    operationSchema,
    'What happened at a counter. Append-only: it is never changed, only followed by others.',
  ],
  PushRequest: [
    pushRequestSchema,
    'Operations in the order of the station’s commits. Each is judged by itself against Operation.',
  ],
  Opening: [
    openingSchema,
    'Which opening of its store the station speaks from: `id` is new at each start and in memory alone, `after` the one before that you have answered, `restored` said where the store was put back from a backup since. By them a portal notices one key on two PCs.',
  ],
  SharedKey: [
    sharedKeySchema,
    'Two PCs were seen with this key: since when, and when last. In the answer to every push with it, until a week after it was seen last or one of them was paired again.',
  ],
  OperationAnswer: [
    operationAnswerSchema,
    'The portal’s word on one operation, for good: the same id sent again gets the same answer.',
  ],
  PushResponse: [pushResponseSchema, 'One answer for each operation, in the order of the request.'],
  Change: [changeSchema, 'A line of the feed: an accepted operation of any station of the agency.'],
  DayDigest: [dayDigestSchema, 'What the accepted operations of one day come to.'],
  Digests: [digestsSchema, 'The digests of an agency’s days up to the revision where the cursor stands.'],
  Lease: [leaseSchema, 'Dossier numbers of one day, both ends included, for one holder alone.'],
  LeaseRequest: [leaseRequestSchema, 'Asks for `count` numbers more on each of the days.'],
  LeaseResponse: [leaseResponseSchema, 'The leases, in the order of their days. A day that is used up has none.'],
  PortalInfo: [
    portalInfoSchema,
    'What a portal says of itself; a station knows by it that no login page answers in its place.',
  ],
  PairingRequest: [pairingRequestSchema, 'A one-time code for a public key. The private key never leaves the PC.'],
  PairingResponse: [
    pairingResponseSchema,
    'Who the station is from now on; `audience` is what its tokens name, `lastSequence` what its operations go on behind.',
  ],
  Officer: [
    officerSchema,
    'Somebody who works in the office. `id` stays when the name changes; `from` and `until` are days, both included.',
  ],
  Officers: [officersSchema, 'The office’s whole list.'],
  Procedure: [procedureSchema, 'A procedure as it was announced: its deadline, its fee, its papers.'],
  Catalogue: [
    catalogueSchema,
    'A version of the catalogue, whole: it counts from the beginning of `from` in Việt Nam until a later one does. Never changed under its `id`.',
  ],
  CatalogueList: [catalogueListSchema, 'The versions announced, in the order in which they were.'],
  EffectiveSetting: [
    effectiveSettingSchema,
    'What was decided for a date on: hours, a single day, the order of the queue; or the withdrawal of another.',
  ],
  Settings: [settingsFileSchema, 'All that was decided, each `id` once. Added to, never changed.'],
  StoredDocument: [storedDocumentSchema, 'A scan that the portal holds whole and has verified.'],
  PortalError: [portalErrorSchema, 'The body of every answer that is not 2xx.'],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

export type ComponentName = keyof typeof CONTRACT_SCHEMAS;

export const reference = (name: ComponentName) => ({ $ref: `#/components/schemas/${name}` });

/**
 * JSON Schema 2020-12 of every component, referring to each other. Seen from the sender (`io: 'input'`): a field with a
 * default may be missing, and unknown fields are to be ignored, not refused, so that the contract can grow.
 */
export function contractComponents(): Readonly<Record<string, unknown>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, [schema]] of Object.entries(CONTRACT_SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    // zod's readonly() is about our program's memory; in OpenAPI readOnly would mean "never in a request".
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return Object.fromEntries(
    Object.entries(CONTRACT_SCHEMAS).map(([name, [, description]]) => {
      const { $schema, $id, ...schema } = schemas[name] ?? {};
      return [name, { description, ...schema }];
    }),
  );
}
