import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONTRACT_SCHEMAS } from '../../../portal/contract/components.ts';
import { EXAMPLES } from '../../../portal/contract/examples.ts';
import { CONTRACT_FILE, contractYaml } from '../../../portal/contract/openapi.ts';
import { createBehaviour } from '../../../portal/server/behaviour.ts';
import type { Database } from '../../../portal/server/database.ts';
import { DEFAULT_LIMITS } from '../../../portal/server/door.ts';
import { createHttp } from '../../../portal/server/http.ts';
import { openUploads } from '../../../portal/server/uploads.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
const contract = parse(await readFile(CONTRACT_FILE, 'utf8'));
const schemas: Record<string, Json> = contract.components.schemas;

/** The value with every reference to a component replaced by that component, without its description. */
function resolved(value: Json): Json {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const name = '$ref' in value ? String(value['$ref']).replace('#/components/schemas/', '') : undefined;
  if (name !== undefined) return withoutDescription(resolved(schemas[name] ?? `no component ${name}`));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

function withoutDescription(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'description'));
}

test('openapi.yaml is what generate.ts writes', async () => {
  expect(await readFile(CONTRACT_FILE, 'utf8')).toBe(contractYaml());
});

test.each(Object.entries(CONTRACT_SCHEMAS))('the component %s is the zod schema', (name, [schema]) => {
  const { $schema: _dialect, ...expected } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  expect(withoutDescription(resolved(schemas[name] ?? null))).toEqual(expected);
});

test('there is no component that is not ours, and every reference leads somewhere', () => {
  expect(Object.keys(schemas)).toEqual(Object.keys(CONTRACT_SCHEMAS));
  expect(JSON.stringify(resolved(contract.paths))).not.toContain('no component');
});

test.each(Object.entries(EXAMPLES))('the example of %s is valid', (name, example) => {
  const entry = Object.entries(CONTRACT_SCHEMAS).find(([key]) => key === name);
  expect(entry?.[1][0].parse(example)).toEqual(example);
});

test('the server has exactly the addresses of the contract, and its admin side beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-contract-'));
  const database: Database = {
    query: () => Promise.resolve([]),
    transaction: (run) => run(database),
    close: () => Promise.resolve(),
  };
  const callerOf = () => Promise.reject(new Error('nobody calls'));
  const common = { database, callerOf, audience: 'x', now: Date.now };
  const uploads = await openUploads({ ...common, folder });
  const app = createHttp({
    ...common,
    uploads,
    name: '',
    adminToken: 'x',
    behaviour: createBehaviour(0),
    limits: DEFAULT_LIMITS,
    proxies: [],
    logLevel: 'silent',
  });
  const served = new Set<string>();
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD' || url.includes('uploads')) served.add(`${each} ${url.replace(/:(\w+)/, '{$1}')}`);
  });
  await app.ready();
  await app.close();
  await rm(folder, { recursive: true });
  const promised = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...served].filter((route) => !/ \/(v1\/admin|hotel-login)/.test(route)).sort()).toEqual(promised.sort());
});
