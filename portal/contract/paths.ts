/** The addresses of the contract and what each promises. Shapes are in components.ts, reasons in the vendor's guide. */
import { CATALOGUE_MAX_CHARS } from '../../domain/catalogue.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import {
  FEED_DEFAULT_LINES,
  FEED_MAX_LINE_BYTES,
  FEED_MAX_LINES,
  FEED_MAX_WAIT_SECONDS,
  PUSH_MAX_BYTES,
  UPLOAD_MAX_BYTES,
} from '../../domain/sync.ts';
import { type ComponentName, reference } from './components.ts';
import { EXAMPLES } from './examples.ts';

const exampleOf = (name: ComponentName) =>
  name in EXAMPLES ? { example: EXAMPLES[name as keyof typeof EXAMPLES] } : {};

const json = (name: ComponentName) => ({ 'application/json': { schema: reference(name), ...exampleOf(name) } });
const answer = (description: string, name: ComponentName) => ({ description, content: json(name) });
const refused = (description: string, ...codes: readonly ErrorCode[]) => ({
  description: `${description} (${codes.join(', ')})`,
  content: { 'application/json': { schema: reference('PortalError') } },
});

const RETRY_AFTER = {
  'Retry-After': {
    required: true,
    description: 'Whole seconds; a station asks nothing before then (up to five minutes are kept to)',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

/** Of every request with a token. */
const KNOWN = {
  '401': refused(
    'The token is missing or unknown; its key was revoked; or it was signed at another time than now, then with the portal’s clock in `now`',
    'MC-NET-05',
    'MC-NET-07',
    'MC-NET-08',
  ),
  '429': {
    ...refused('Too many requests with this key; nothing was done', 'MC-NET-13'),
    headers: RETRY_AFTER,
  },
};
const COMMON = {
  ...KNOWN,
  '403': refused('The token is another station’s or another agency’s', 'MC-API-01'),
};
const MALFORMED = refused('Not JSON in UTF-8, or not of this shape; nothing was changed', 'MC-API-03');
const TOO_LARGE = refused(`More than ${PUSH_MAX_BYTES} bytes, before or after decompression`, 'MC-POR-05');

const header = (name: string, description: string, required = true) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});
const TUS = header('Tus-Resumable', '1.0.0');
const UPLOAD_ID = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: 'From the Location header.',
};
const NO_UPLOAD = refused('No such upload, or another agency’s', 'MC-API-05');

const info = {
  get: {
    operationId: 'getInfo',
    summary: 'What answers here',
    description:
      'Needs no token. Asked before anything else, to tell the portal from a captive login page and to set the clock. A station sends its token all the same: where an address has used up its requests, those who show a token that is taken are answered out of their own.',
    security: [],
    responses: {
      '200': answer('The portal', 'PortalInfo'),
      '429': { ...refused('Too many requests without a token from this address', 'MC-NET-13'), headers: RETRY_AFTER },
    },
  },
};

const pairing = {
  post: {
    operationId: 'pairStation',
    summary: 'A one-time code for a key',
    description: [
      'The only request with an effect that carries no token. The code was made by the portal’s administrator for one station of one agency; it is good for a day and for one key. In the same step any other key of that station is revoked.',
      'The same request again, with the same public key, gets the same answer: the first one may have been lost. After five wrong codes with the same first group that code is closed; an address that sends many wrong ones is answered 429 for a while.',
    ].join('\n\n'),
    security: [],
    requestBody: { required: true, content: json('PairingRequest') },
    responses: {
      '200': answer('The station’s identity', 'PairingResponse'),
      '400': MALFORMED,
      '404': refused('No such code', 'MC-PAR-02'),
      '409': refused(
        'The code was used with another key; it is for another station or agency, and stays good; or the station has a key and the code was not made to replace it',
        'MC-PAR-04',
        'MC-PAR-06',
        'MC-PAR-07',
      ),
      '410': refused('The code is too old', 'MC-PAR-03'),
      '413': TOO_LARGE,
      '429': {
        ...refused('Too many wrong codes from this address, or for this code', 'MC-PAR-05'),
        headers: { 'Retry-After': { ...RETRY_AFTER['Retry-After'], required: false } },
      },
    },
  },
};

const operations = {
  post: {
    operationId: 'pushOperations',
    summary: 'Hand over operations',
    description: [
      'Each operation is judged by itself, in the order of the request, and answered for good. An operation id that was answered before gets the same answer and changes nothing.',
      'All answers of a request are durable before the response is sent. Accepted operations get revisions that only grow, in the order in which they become visible in the feed; 1, 2, 3 … without a gap over the whole portal, so that a loss would show.',
      'Refusals: MC-POR-01 the code belongs to another dossier (either order of the agency) · MC-POR-02 not an Operation, text with U+0000 or lone surrogates, another station’s or agency’s · MC-POR-03 not allowed by the action table at the dossier’s step, a second move of the due date, a hand-over of a dossier that is over, or the taking over or back of one that does not wait · MC-POR-04 no such dossier in this agency.',
    ].join('\n\n'),
    requestBody: { required: true, description: 'May be gzip (Content-Encoding).', content: json('PushRequest') },
    responses: {
      '200': answer('One answer an operation', 'PushResponse'),
      '400': MALFORMED,
      ...COMMON,
      '413': TOO_LARGE,
    },
  },
};

const changes = {
  get: {
    operationId: 'pullChanges',
    summary: 'What happened in the agency',
    description: [
      `Accepted operations of all stations of the agency after the cursor, by revision, one Change a line (NDJSON, at most ${FEED_MAX_LINE_BYTES} bytes a line). The stream ends when it has caught up or the limit is reached; an empty body means caught up.`,
      'A revision that has been seen is never followed, later, by a smaller one. A station may stop reading anywhere and go on from the cursor of its last whole line.',
    ].join('\n\n'),
    parameters: [
      {
        name: 'cursor',
        in: 'query',
        required: false,
        description: 'From the last line the station has stored; without it the feed starts at its beginning.',
        schema: { type: 'string', minLength: 1, maxLength: 200 },
      },
      {
        name: 'limit',
        in: 'query',
        required: false,
        description: 'The most lines wanted.',
        schema: { type: 'integer', minimum: 1, maximum: FEED_MAX_LINES, default: FEED_DEFAULT_LINES },
      },
      {
        name: 'wait',
        in: 'query',
        required: false,
        description:
          'While nothing is new, hold the answer up to so many seconds and send what comes, when it comes; then end, empty if nothing did. A portal that cannot hold answers ignores it.',
        schema: { type: 'integer', minimum: 0, maximum: FEED_MAX_WAIT_SECONDS, default: 0 },
      },
    ],
    responses: {
      '200': {
        description: 'Lines of Change',
        content: {
          'application/x-ndjson': { schema: reference('Change'), example: EXAMPLES.Change },
        },
      },
      '400': refused(
        'A cursor of another portal or from before a restore: start from the beginning; or a bad limit',
        'MC-POR-06',
        'MC-API-03',
      ),
      ...COMMON,
    },
  },
};

const CURSOR_REACHED = {
  name: 'cursor',
  in: 'query',
  required: true,
  description: 'How far the station has come: what is later is left out.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
const NOT_OF_THIS_FEED = refused('A cursor of another portal, or a day that is none', 'MC-POR-06', 'MC-API-03');

const day = {
  get: {
    operationId: 'pullDay',
    summary: 'What happened on one day, again',
    description:
      'For a day whose digest differs: the same lines as in the feed, by revision, only those of that day up to the cursor. The day of an operation is the local day (UTC+7) of the milliseconds in its id.',
    parameters: [
      { name: 'day', in: 'path', required: true, schema: { type: 'string', format: 'date' } },
      CURSOR_REACHED,
    ],
    responses: {
      '200': {
        description: 'Lines of Change',
        content: {
          'application/x-ndjson': { schema: reference('Change'), example: EXAMPLES.Change },
        },
      },
      '400': NOT_OF_THIS_FEED,
      ...COMMON,
    },
  },
};

const digests = {
  get: {
    operationId: 'getDigests',
    summary: 'What each day comes to, to compare',
    description: [
      'For every day that has accepted operations of the agency up to the cursor: how many, and the SHA-256 over the lines `<revision> <id>\\n` (decimal revision, one space, the id in lower case, one line feed) by growing revision. A station computes the same from its own book; where the two differ it pulls that day again.',
      'The day of an operation is the local day (UTC+7) of the milliseconds in its id.',
    ].join('\n\n'),
    parameters: [
      CURSOR_REACHED,
      {
        name: 'from',
        in: 'query',
        required: false,
        description: 'Days before this one are left out.',
        schema: { type: 'string', format: 'date' },
      },
    ],
    responses: { '200': answer('The digests, by day', 'Digests'), '400': NOT_OF_THIS_FEED, ...COMMON },
  },
};

const leases = {
  post: {
    operationId: 'leaseNumbers',
    summary: 'Numbers for dossier codes, ahead of time',
    description:
      'Numbers of an agency’s day are handed out once, to stations and to the online channel alike. The same request id gets the same leases. A day near its end gets fewer numbers, a day that is used up none.',
    requestBody: { required: true, content: json('LeaseRequest') },
    responses: { '200': answer('The leases', 'LeaseResponse'), '400': MALFORMED, ...COMMON, '413': TOO_LARGE },
  },
};

const uploads = {
  post: {
    operationId: 'createUpload',
    summary: 'Begin to send a scan (tus 1.0.0, creation)',
    description: `Upload-Metadata carries \`sha256\` (64 lower-case hex digits) and \`documentId\`, as in the accepted document.attached operation. At most ${UPLOAD_MAX_BYTES} bytes.`,
    parameters: [
      TUS,
      header('Upload-Length', 'Bytes'),
      header('Upload-Metadata', 'sha256 <base64>,documentId <base64>'),
    ],
    responses: {
      '201': { description: 'Created; the Location header is where to send the bytes' },
      '400': refused('Metadata missing or wrong', 'MC-API-03'),
      ...COMMON,
      '409': refused('No accepted operation names this document yet: send it again later', 'MC-POR-08'),
      '413': refused('Larger than allowed', 'MC-POR-05'),
    },
  },
};

const upload = {
  head: {
    operationId: 'getUploadOffset',
    summary: 'How much has arrived (tus)',
    parameters: [TUS, UPLOAD_ID],
    responses: { '200': { description: 'Upload-Offset and Upload-Length' }, ...KNOWN, '404': NO_UPLOAD },
  },
  patch: {
    operationId: 'appendToUpload',
    summary: 'Send bytes (tus)',
    description:
      'When the last byte is in, the SHA-256 is verified before the answer. On a mismatch the upload is removed.',
    parameters: [TUS, UPLOAD_ID, header('Upload-Offset', 'Where these bytes begin')],
    requestBody: {
      required: true,
      content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: {
      '204': { description: 'Taken; Upload-Offset says up to where' },
      ...KNOWN,
      '404': NO_UPLOAD,
      '409': refused('The offset is not where the upload ends: ask for it', 'MC-API-03'),
      '460': refused('The SHA-256 does not match; the upload was removed', 'MC-POR-07'),
    },
  },
  delete: {
    operationId: 'dropUpload',
    summary: 'Give an upload up (tus, termination)',
    parameters: [TUS, UPLOAD_ID],
    responses: { '204': { description: 'Removed' }, ...KNOWN, '404': NO_UPLOAD },
  },
};

const SHA256 = { name: 'sha256', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } };

const documents = {
  get: {
    operationId: 'getDocument',
    summary: 'Whether a scan is here, whole and verified',
    parameters: [SHA256],
    responses: {
      '200': answer('It is', 'StoredDocument'),
      '400': MALFORMED,
      ...KNOWN,
      '404': refused('It is not, in this agency', 'MC-API-05'),
    },
  },
};

const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
const said = (description: string) => ({ required: true, description, schema: { type: 'string', maxLength: 200 } });
const OF_ITS_BYTES = { ETag: said('Its SHA-256 in quotes'), 'Content-Length': said('Bytes of this answer') };

const documentContent = {
  get: {
    operationId: 'getDocumentContent',
    summary: 'A scan again, for a station whose own file is damaged',
    description: [
      'To every station of the agency that sent it. As it was sent, without Content-Encoding; the station asks in parts (Range, a single one) and checks the SHA-256 of the whole before it uses a byte.',
      'The same 404 for what the agency never named, for what has not arrived whole, and for another agency’s: nobody learns what others have sent.',
    ].join('\n\n'),
    parameters: [SHA256, header('Range', 'bytes=<first>-<last>; without it the whole', false)],
    responses: {
      '200': { description: 'The whole', headers: OF_ITS_BYTES, content: BYTES },
      '206': {
        description: 'The range',
        headers: { ...OF_ITS_BYTES, 'Content-Range': said('bytes <first>-<last>/<all>') },
        content: BYTES,
      },
      '400': MALFORMED,
      ...KNOWN,
      '404': refused('It is not here, in this agency', 'MC-API-05'),
      '416': refused('The range begins behind its end', 'MC-API-03'),
    },
  },
};

const officers = {
  get: {
    operationId: 'getOfficers',
    summary: 'Who works in the office',
    description:
      'The whole list of the token’s agency. A station asks about once in ten minutes, with the ETag of what it has in If-None-Match. An empty list leaves the office the list of its own that a technician may have imported.',
    parameters: [header('If-None-Match', 'The ETag of the list that the station has', false)],
    responses: {
      '200': {
        ...answer('The list, with its ETag', 'Officers'),
        headers: {
          ETag: {
            required: true,
            description: 'Changes when the list does',
            schema: { type: 'string', maxLength: 200 },
          },
        },
      },
      '304': { description: 'The station has it already' },
      ...COMMON,
    },
  },
};

const IF_NONE_MATCH = header('If-None-Match', 'The ETag of what the station has', false);
const taggedAnswer = (description: string, name: ComponentName) => ({
  ...answer(description, name),
  headers: {
    ETag: { required: true, description: 'Changes when the answer does', schema: { type: 'string', maxLength: 200 } },
  },
});
const UNCHANGED = { '304': { description: 'The station has it already' } };

const catalogueList = {
  get: {
    operationId: 'getCatalogueList',
    summary: 'Which versions of the catalogue were announced',
    description:
      'Of the whole province. A station asks at its start and hourly, and reads the versions that it does not have and that count today or later.',
    parameters: [IF_NONE_MATCH],
    responses: { '200': taggedAnswer('The versions, with a tag', 'CatalogueList'), ...UNCHANGED, ...COMMON },
  },
};
const catalogueVersion = {
  get: {
    operationId: 'getCatalogue',
    summary: 'A version of the catalogue',
    description: `Whole, at most ${2 * CATALOGUE_MAX_CHARS} bytes before compression. What is not of this shape, or not of the id and day that the list says, is refused whole by the station, and its old version goes on.`,
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 60 },
        description: 'From the list.',
      },
      IF_NONE_MATCH,
    ],
    responses: {
      '200': taggedAnswer('The version', 'Catalogue'),
      ...UNCHANGED,
      ...COMMON,
      '404': refused('No such version', 'MC-API-05'),
    },
  },
};
const settings = {
  get: {
    operationId: 'getSettings',
    summary: 'Hours, single days and the order of the queue, with dates of effect',
    description:
      'All that was ever decided for the whole province, withdrawn ones and their withdrawals too. Asked for as the catalogue is.',
    parameters: [IF_NONE_MATCH],
    responses: { '200': taggedAnswer('The settings, with a tag', 'Settings'), ...UNCHANGED, ...COMMON },
  },
};

export const CONTRACT_PATHS = {
  '/v1/info': info,
  '/v1/pairing': pairing,
  '/v1/operations': operations,
  '/v1/changes': changes,
  '/v1/changes/{day}': day,
  '/v1/digests': digests,
  '/v1/leases': leases,
  '/v1/officers': officers,
  '/v1/catalogue': catalogueList,
  '/v1/catalogue/{id}': catalogueVersion,
  '/v1/settings': settings,
  '/v1/uploads': uploads,
  '/v1/uploads/{id}': upload,
  '/v1/documents/{sha256}': documents,
  '/v1/documents/{sha256}/content': documentContent,
} as const;
