/** What the province announces: the catalogue in versions, settings with dates of effect, and tags that say what is new. */
import type { z } from 'zod';
import { type CatalogueList, catalogueListSchema, catalogueSchema } from '../../../domain/catalogue.ts';
import { settingsFileSchema } from '../../../domain/effective-setting.ts';
import { expectBody, expectThat } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const CATALOGUE = '8. Announce the catalogue of procedures';
const SETTINGS = '9. Announce hours, days off and the order of the queue';
/** Of a long list the versions announced last are looked at. */
const LOOKED_AT = 3;

async function tagOf<T>({ send, me }: Bench, path: string, schema: z.ZodType<T>): Promise<string> {
  const answer = await send(path, { token: me.token });
  expectBody(answer, schema);
  const etag = answer.headers.get('etag') ?? '';
  expectThat(/^(W\/)?"[\x21\x23-\x7e]{1,190}"$/.test(etag), `its ETag is ${etag === '' ? 'missing' : etag}`);
  return etag;
}

async function expectUnchanged<T>(bench: Bench, path: string, schema: z.ZodType<T>): Promise<void> {
  const etag = await tagOf(bench, path, schema);
  const again = await bench.send(path, { token: bench.me.token, headers: { 'if-none-match': etag } });
  expectThat(again.status === 304 && again.text === '', `asked with its own tag it answered ${again.status}`);
}

async function whole<T>({ send, me }: Bench, path: string, schema: z.ZodType<T>): Promise<T> {
  return expectBody(await send(path, { token: me.token, headers: { 'if-none-match': '"another-version"' } }), schema);
}

async function expectVersion({ send, me }: Bench, { id, from }: CatalogueList['versions'][number]): Promise<void> {
  const path = `/v1/catalogue/${id}`;
  const first = await send(path, { token: me.token });
  const catalogue = expectBody(first, catalogueSchema);
  expectThat(catalogue.id === id, `${path} is the version ${catalogue.id}`);
  expectThat(catalogue.from === from, `${path} is of ${catalogue.from}, the list says ${from}`);
  const second = await send(path, { token: me.token });
  expectThat(second.text === first.text, `${path} reads differently the second time`);
}

export const ANNOUNCEMENTS: readonly Point[] = [
  {
    id: 'CATALOGUE-1',
    promise:
      'The list of the catalogue’s versions comes with a tag; asked with that tag, the answer is 304 without a body.',
    section: CATALOGUE,
    look: (bench) => expectUnchanged(bench, '/v1/catalogue', catalogueListSchema),
  },
  {
    id: 'CATALOGUE-2',
    promise:
      'Asked with another tag the whole list comes, and each version on it can be read whole, as listed, again and again.',
    section: CATALOGUE,
    look: async (bench) => {
      const { versions } = await whole(bench, '/v1/catalogue', catalogueListSchema);
      for (const version of versions.slice(-LOOKED_AT)) await expectVersion(bench, version);
    },
  },
  {
    id: 'SETTINGS-1',
    promise: 'The settings come with a tag; asked with that tag, the answer is 304 without a body.',
    section: SETTINGS,
    look: (bench) => expectUnchanged(bench, '/v1/settings', settingsFileSchema),
  },
  {
    id: 'SETTINGS-2',
    promise: 'Asked with another tag the whole list of settings comes, each id once, withdrawn ones among them.',
    section: SETTINGS,
    look: async (bench) => {
      await whole(bench, '/v1/settings', settingsFileSchema);
    },
  },
];
