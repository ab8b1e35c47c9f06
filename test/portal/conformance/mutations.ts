/** Ways in which a vendor's portal could break the contract, each with the points that must notice. */
import { v7 as uuidv7 } from 'uuid';
import { type Answered, type Asked, bodyOf, type Forward, jsonOf, type Mutation, withLines } from './mutant.ts';

const is = ({ method, path }: Asked, wanted: string): boolean => `${method} ${path.split('?')[0]}` === wanted;
const PUSH = 'POST /v1/operations';
const FEED = 'GET /v1/changes';
const LEASES = 'POST /v1/leases';

/** Only where the request is the one that the mutation is about. */
const on =
  (wanted: string, mutate: Mutation): Mutation =>
  (asked, forward) =>
    is(asked, wanted) ? mutate(asked, forward) : forward(asked);

const changedAnswer =
  (wanted: string, change: (answered: Answered, asked: Asked) => Answered): Mutation =>
  async (asked, forward) => {
    const answered = await forward(asked);
    return is(asked, wanted) ? change(answered, asked) : answered;
  };

/** Requests whose body is not JSON (gzip, torn) are the reference's own. */
const operationsOf = (asked: Asked): readonly Record<string, unknown>[] | undefined => {
  try {
    const { operations } = jsonOf(asked.body);
    return Array.isArray(operations) ? (operations as Record<string, unknown>[]) : undefined;
  } catch {
    return undefined;
  }
};

const withOperations = (asked: Asked, operations: readonly unknown[]): Asked => ({
  ...asked,
  body: bodyOf({ ...jsonOf(asked.body), operations }),
});

/** Says "revision 1000000 more" to an id that it has answered before. */
function forgetsItsAnswers(): Mutation {
  const seen = new Set<unknown>();
  return changedAnswer(PUSH, (answered, asked) => {
    if (answered.status !== 200) return answered;
    const body = jsonOf(answered.body);
    const answers = (body['answers'] as Record<string, unknown>[]).map((answer) => {
      const again = seen.has(answer['id']) && answer['outcome'] === 'accepted';
      seen.add(answer['id']);
      return again ? { ...answer, revision: Number(answer['revision']) + 1_000_000 } : answer;
    });
    return asked.body.length === 0 ? answered : { ...answered, body: bodyOf({ ...body, answers }) };
  });
}

/** A refusal is not kept: the same operation is judged afresh, under a new id, each time. */
const forgetsItsRefusals: Mutation = on(PUSH, async (asked, forward) => {
  const operations = operationsOf(asked);
  if (!operations) return forward(asked);
  const names = new Map<string, unknown>();
  const renamed = operations.map((operation) => {
    if (operation['type'] !== 'dossier.acted') return operation;
    const id = uuidv7();
    names.set(id, operation['id']);
    return { ...operation, id };
  });
  const answered = await forward(withOperations(asked, renamed));
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const answers = (body['answers'] as Record<string, unknown>[]).map((answer) => ({
    ...answer,
    id: names.get(String(answer['id'])) ?? answer['id'],
  }));
  return { ...answered, body: bodyOf({ ...body, answers }) };
});

const refusesTheWholePush: Mutation = changedAnswer(PUSH, (answered) =>
  answered.body.includes('"MC-POR-02"')
    ? {
        ...answered,
        status: 400,
        body: bodyOf({ code: 'MC-API-03', message: { vi: 'Sai một thao tác.', en: 'One operation is wrong.' } }),
      }
    : answered,
);

const answersBackwards: Mutation = changedAnswer(PUSH, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  return { ...answered, body: bodyOf({ ...body, answers: (body['answers'] as unknown[]).toReversed() }) };
});

/** Lets an action through that the table does not allow, by taking it for a harmless one. */
const knowsNoTable: Mutation = changedAnswer(PUSH, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const answers = (body['answers'] as Record<string, unknown>[]).map((answer) =>
    answer['code'] === 'MC-POR-03' ? { id: answer['id'], outcome: 'accepted', revision: 1 } : answer,
  );
  return { ...answered, body: bodyOf({ ...body, answers }) };
});

/** Says yes to whatever the portal behind it refused, as one does that keeps no book of what waits. */
const takesEveryMovement: Mutation = changedAnswer(PUSH, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const answers = (body['answers'] as Record<string, unknown>[]).map((answer) =>
    answer['outcome'] === 'rejected' ? { id: answer['id'], outcome: 'accepted', revision: 1 } : answer,
  );
  return { ...answered, body: bodyOf({ ...body, answers }) };
});

const withoutOwn: Mutation = changedAnswer(FEED, (answered) =>
  withLines(answered, (lines) => lines.filter((line) => !/"station": ?"quay-1"/.test(line))),
);
const backwards: Mutation = changedAnswer(FEED, (answered) => withLines(answered, (lines) => lines.toReversed()));
const repeatsTheCursorsLine: Mutation = async (asked, forward) => {
  if (!is(asked, FEED)) return forward(asked);
  const { searchParams } = new URL(asked.path, 'http://portal');
  const first = await forward({ ...asked, path: '/v1/changes?limit=5000' });
  const at = first.body
    .toString()
    .split('\n')
    .find((line) => line.includes(`"${searchParams.get('cursor')}"`));
  return withLines(await forward(asked), (lines) => (at === undefined || lines.length === 0 ? lines : [at, ...lines]));
};
const takesAnyCursor: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  if (!is(asked, FEED) || !answered.body.includes('MC-POR-06')) return answered;
  return forward({ ...asked, path: '/v1/changes' });
};
const ignoresTheLimit: Mutation = on(FEED, (asked, forward) =>
  forward({ ...asked, path: asked.path.replace(/limit=\d+/, 'limit=5000') }),
);

/** Keeps the answer open, and ends it without a look at what has come meanwhile. */
const holdsForNothing: Mutation = on(FEED, async (asked, forward) => {
  const { searchParams } = new URL(asked.path, 'http://portal');
  if (!searchParams.has('wait')) return forward(asked);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: Buffer.alloc(0) };
});
const refusesAnEmptyPush: Mutation = on(PUSH, (asked, forward) =>
  operationsOf(asked)?.length === 0 ? forward({ ...asked, body: bodyOf({}) }) : forward(asked),
);

const DIGESTS = 'GET /v1/digests';
const digestsSomethingElse: Mutation = changedAnswer(DIGESTS, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const days = (body['days'] as Record<string, unknown>[]).map((day) => ({ ...day, sha256: 'a'.repeat(64) }));
  return { ...answered, body: bodyOf({ ...body, days }) };
});
const countsOneTooMany: Mutation = changedAnswer(DIGESTS, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const days = (body['days'] as Record<string, unknown>[]).map((day) => ({
    ...day,
    operations: Number(day['operations']) + 1,
  }));
  return { ...answered, body: bodyOf({ ...body, days }) };
});
const lastCursor = async (asked: Asked, forward: Forward): Promise<string> => {
  const { body } = await forward({ ...asked, path: '/v1/changes?limit=5000' });
  return String(jsonOf(Buffer.from(body.toString().trim().split('\n').at(-1) ?? '{}'))['cursor']);
};
const digestsPastTheCursor: Mutation = on(DIGESTS, async (asked, forward) => {
  const url = new URL(asked.path, 'http://portal');
  if (url.searchParams.get('cursor') === 'bogus') return forward(asked);
  url.searchParams.set('cursor', await lastCursor(asked, forward));
  return forward({ ...asked, path: `${url.pathname}${url.search}` });
});
const sendsMoreThanTheDay: Mutation = (asked, forward) =>
  /^\/v1\/changes\/\d/.test(asked.path) ? forward({ ...asked, path: '/v1/changes?limit=5000' }) : forward(asked);
const digestsAnyCursor: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  if (!is(asked, DIGESTS) || !answered.body.includes('MC-POR-06')) return answered;
  return { ...answered, status: 200, body: bodyOf({ revision: 0, days: [], now: Date.now() }) };
};

const leasesAfresh: Mutation = on(LEASES, (asked, forward) =>
  forward({ ...asked, body: bodyOf({ ...jsonOf(asked.body), id: uuidv7() }) }),
);
const leasesFromOne: Mutation = changedAnswer(LEASES, (answered) => {
  if (answered.status !== 200) return answered;
  const body = jsonOf(answered.body);
  const leases = (body['leases'] as Record<string, number>[]).map((lease) => ({
    ...lease,
    from: 1,
    to: Number(lease['to']) - Number(lease['from']) + 1,
  }));
  return { ...answered, body: bodyOf({ ...body, leases }) };
});

const redirectsToALogin: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  return answered.status === 401 ? { status: 302, headers: { location: '/login' }, body: Buffer.alloc(0) } : answered;
};
const refusesWithoutAWord: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  return answered.status >= 400 ? { ...answered, body: Buffer.alloc(0) } : answered;
};
const trustsEveryScan: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  if (answered.status !== 460) return answered;
  return { status: 204, headers: { 'tus-resumable': '1.0.0', 'upload-offset': '40000' }, body: Buffer.alloc(0) };
};
const callsHalfAScanStored: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  if (answered.status !== 404 || !asked.path.startsWith('/v1/documents/')) return answered;
  const sha256 = asked.path.split('/').at(-1);
  return { ...answered, status: 200, body: bodyOf({ sha256, bytes: 40_000, storedAt: 1 }) };
};
/** Says "nothing new" to every tag: a new officer would never come through. */
const isContent = ({ path }: Asked): boolean => /^\/v1\/documents\/[0-9a-f]{64}\/content$/.test(path);

const changedContent =
  (change: (answered: Answered, asked: Asked) => Answered): Mutation =>
  async (asked, forward) => {
    const answered = await forward(asked);
    return isContent(asked) ? change(answered, asked) : answered;
  };

const flipsAByte = changedContent((answered) =>
  answered.status < 300
    ? { ...answered, body: Buffer.from(answered.body.with(0, (answered.body[0] ?? 0) ^ 1)) }
    : answered,
);
const givesHalfAScan = changedContent((answered) =>
  answered.status === 200 ? { ...answered, body: answered.body.subarray(0, answered.body.length / 2) } : answered,
);
const tagsNoScan = changedContent(({ headers: { etag: _etag, ...headers }, ...answered }) => ({
  ...answered,
  headers,
}));
const ignoresTheRange: Mutation = (asked, forward) => {
  const { range: _range, ...headers } = asked.headers;
  return forward(isContent(asked) ? { ...asked, headers } : asked);
};
const countsRangesFromOne: Mutation = async (asked, forward) => {
  const first = Number(/^bytes=(\d+)-/.exec(asked.headers['range'] ?? '')?.[1] ?? 0);
  if (!isContent(asked) || first !== 10_000) return forward(asked);
  const { body } = await forward({ ...asked, headers: { ...asked.headers, range: `bytes=${first - 1}-` } });
  return { ...(await forward(asked)), body: body.subarray(0, -1) };
};
const givesNothingBehindTheEnd = changedContent((answered) =>
  answered.status === 416 ? { status: 206, headers: {}, body: Buffer.alloc(0) } : answered,
);
const givesWhatIsNotThere = changedContent((answered) =>
  answered.status === 404 ? { status: 200, headers: {}, body: Buffer.alloc(1_000) } : answered,
);
const tellsOthersScansApart = changedContent((answered, { headers }) =>
  answered.status === 404 && !(headers['authorization'] ?? '').includes('quay')
    ? { ...answered, status: 403 }
    : answered,
);

const officersNeverChange: Mutation = on('GET /v1/officers', (asked, forward) =>
  asked.headers['if-none-match'] === undefined
    ? forward(asked)
    : Promise.resolve({ status: 304, headers: {}, body: Buffer.alloc(0) }),
);
const officersWithoutATag: Mutation = changedAnswer(
  'GET /v1/officers',
  ({ headers: { etag: _tag, ...headers }, ...answered }) => ({
    ...answered,
    headers,
  }),
);
/** Says "nothing new" to every tag: no new catalogue would ever come through. */
const neverAnnounces = (path: string): Mutation =>
  on(`GET ${path}`, (asked, forward) =>
    asked.headers['if-none-match'] === undefined
      ? forward(asked)
      : Promise.resolve({ status: 304, headers: {}, body: Buffer.alloc(0) }),
  );
const announcesWithoutATag = (path: string): Mutation =>
  changedAnswer(`GET ${path}`, ({ headers: { etag: _tag, ...headers }, ...answered }) => ({ ...answered, headers }));
/** The list says one day, the version itself another. */
const catalogueOfAnotherDay: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  if (!asked.path.startsWith('/v1/catalogue/')) return answered;
  return { ...answered, body: bodyOf({ ...jsonOf(answered.body), from: '2001-01-01' }) };
};
const clockOfLastYear: Mutation = changedAnswer('GET /v1/info', (answered) => ({
  ...answered,
  body: bodyOf({ ...jsonOf(answered.body), now: Date.now() - 31_536_000_000 }),
}));

export interface Case {
  readonly name: string;
  readonly mutation: () => Mutation;
  /** Every one of these must find it broken. */
  readonly caughtBy: readonly string[];
}

export const MUTATIONS: readonly Case[] = [
  { name: 'gives a repeated operation a new revision', mutation: forgetsItsAnswers, caughtBy: ['PUSH-2'] },
  { name: 'forgets its refusals', mutation: () => forgetsItsRefusals, caughtBy: ['PUSH-4'] },
  { name: 'refuses a whole push for one bad operation', mutation: () => refusesTheWholePush, caughtBy: ['PUSH-3'] },
  { name: 'answers in another order', mutation: () => answersBackwards, caughtBy: ['PUSH-1', 'PUSH-3'] },
  {
    name: 'takes every action at every step',
    mutation: () => knowsNoTable,
    caughtBy: ['TABLE-received', 'TABLE-cancelled', 'PUSH-6'],
  },
  { name: 'takes every hand-over', mutation: () => takesEveryMovement, caughtBy: ['MOVE-1', 'MOVE-2'] },
  { name: 'keeps a station’s own operations from it', mutation: () => withoutOwn, caughtBy: ['FEED-1'] },
  { name: 'sends the feed backwards', mutation: () => backwards, caughtBy: ['FEED-1'] },
  { name: 'begins with the line of the cursor', mutation: () => repeatsTheCursorsLine, caughtBy: ['FEED-2'] },
  { name: 'takes any cursor for the beginning', mutation: () => takesAnyCursor, caughtBy: ['FEED-4'] },
  { name: 'ignores the limit', mutation: () => ignoresTheLimit, caughtBy: ['FEED-3'] },
  { name: 'holds the feed for nothing', mutation: () => holdsForNothing, caughtBy: ['FEED-10'] },
  { name: 'refuses a push of nothing', mutation: () => refusesAnEmptyPush, caughtBy: ['PUSH-11'] },
  { name: 'digests something else', mutation: () => digestsSomethingElse, caughtBy: ['DIGEST-1', 'DIGEST-2'] },
  { name: 'counts one operation too many', mutation: () => countsOneTooMany, caughtBy: ['DIGEST-1', 'DIGEST-2'] },
  { name: 'digests past the cursor', mutation: () => digestsPastTheCursor, caughtBy: ['DIGEST-2'] },
  { name: 'sends everything for a day', mutation: () => sendsMoreThanTheDay, caughtBy: ['DIGEST-3', 'DIGEST-4'] },
  { name: 'digests for any cursor', mutation: () => digestsAnyCursor, caughtBy: ['DIGEST-4'] },
  { name: 'leases afresh for a repeated request', mutation: () => leasesAfresh, caughtBy: ['LEASE-2'] },
  { name: 'leases every number from 1', mutation: () => leasesFromOne, caughtBy: ['LEASE-3'] },
  { name: 'redirects strangers to a login page', mutation: () => redirectsToALogin, caughtBy: ['AUTH-1'] },
  { name: 'refuses without a word', mutation: () => refusesWithoutAWord, caughtBy: ['AUTH-1', 'BODY-1', 'FEED-4'] },
  { name: 'does not look at what a scan holds', mutation: () => trustsEveryScan, caughtBy: ['SCAN-4'] },
  { name: 'calls half a scan stored', mutation: () => callsHalfAScanStored, caughtBy: ['SCAN-2'] },
  { name: 'gives out a scan with a byte flipped', mutation: () => flipsAByte, caughtBy: ['SCAN-7', 'SCAN-8'] },
  { name: 'gives out half a scan', mutation: () => givesHalfAScan, caughtBy: ['SCAN-7'] },
  { name: 'gives out scans without their tag', mutation: () => tagsNoScan, caughtBy: ['SCAN-7'] },
  { name: 'ignores the range of a scan', mutation: () => ignoresTheRange, caughtBy: ['SCAN-8'] },
  { name: 'counts a range from one', mutation: () => countsRangesFromOne, caughtBy: ['SCAN-8'] },
  { name: 'gives out nothing behind a scan’s end', mutation: () => givesNothingBehindTheEnd, caughtBy: ['SCAN-8'] },
  { name: 'gives out scans that are not there', mutation: () => givesWhatIsNotThere, caughtBy: ['SCAN-10', 'SCAN-9'] },
  { name: 'tells others’ scans from none', mutation: () => tellsOthersScansApart, caughtBy: ['SCAN-10'] },
  { name: 'has no news of officers', mutation: () => officersNeverChange, caughtBy: ['OFFICERS-2'] },
  { name: 'tells officers without a tag', mutation: () => officersWithoutATag, caughtBy: ['OFFICERS-1', 'OFFICERS-2'] },
  { name: 'has no news of the catalogue', mutation: () => neverAnnounces('/v1/catalogue'), caughtBy: ['CATALOGUE-2'] },
  {
    name: 'lists the catalogue without a tag',
    mutation: () => announcesWithoutATag('/v1/catalogue'),
    caughtBy: ['CATALOGUE-1'],
  },
  { name: 'lists a catalogue of another day', mutation: () => catalogueOfAnotherDay, caughtBy: ['CATALOGUE-2'] },
  { name: 'has no news of settings', mutation: () => neverAnnounces('/v1/settings'), caughtBy: ['SETTINGS-2'] },
  {
    name: 'tells settings without a tag',
    mutation: () => announcesWithoutATag('/v1/settings'),
    caughtBy: ['SETTINGS-1'],
  },
  { name: 'lives in last year', mutation: () => clockOfLastYear, caughtBy: ['INFO-1'] },
];
