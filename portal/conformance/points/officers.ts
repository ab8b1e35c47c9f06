/** Who works in the office, and the tag by which a station knows that nothing has changed. */
import { officersSchema } from '../../../domain/officer.ts';
import { expectBody, expectThat } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '7. Say who works in the office';
const PATH = '/v1/officers';

async function listWithTag({ send, me }: Bench): Promise<string> {
  const answer = await send(PATH, { token: me.token });
  expectBody(answer, officersSchema);
  const etag = answer.headers.get('etag') ?? '';
  expectThat(/^(W\/)?"[\x21\x23-\x7e]{1,190}"$/.test(etag), `its ETag is ${etag === '' ? 'missing' : etag}`);
  return etag;
}

export const OFFICERS: readonly Point[] = [
  {
    id: 'OFFICERS-1',
    promise: 'The office’s list of officers comes with a tag; asked with that tag, the answer is 304 without a body.',
    section: SECTION,
    look: async (bench) => {
      const etag = await listWithTag(bench);
      const again = await bench.send(PATH, { token: bench.me.token, headers: { 'if-none-match': etag } });
      expectThat(again.status === 304 && again.text === '', `asked with its own tag it answered ${again.status}`);
    },
  },
  {
    id: 'OFFICERS-2',
    promise: 'Asked with another tag, or with none, the whole list comes: no officer’s change is missed.',
    section: SECTION,
    look: async (bench) => {
      await listWithTag(bench);
      const headers = { 'if-none-match': '"another-version"' };
      expectBody(await bench.send(PATH, { token: bench.me.token, headers }), officersSchema);
    },
  },
];
