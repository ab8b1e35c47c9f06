import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { CONTRACT_FILE } from '../../../portal/contract/openapi.ts';

/** The linter's strictest set; but `/v1/info` asks for nothing that could be wrong. */
const config = await createConfig({ extends: ['recommended-strict'], rules: { 'operation-4xx-response': 'off' } });

const problemsOf = async (source: string): Promise<readonly string[]> =>
  (await lintFromString({ source, absoluteRef: '/openapi.yaml', config })).map(
    ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`,
  );

const contract = await readFile(CONTRACT_FILE, 'utf8');

test('the contract is OpenAPI 3.1 without a complaint', async () => {
  expect(await problemsOf(contract)).toEqual([]);
});

test.each([
  [
    'a reference that leads nowhere',
    "'#/components/schemas/Change'",
    "'#/components/schemas/Gone'",
    'no-unresolved-refs',
  ],
  ['a parameter of the path that is not in it', '/v1/changes/{day}:', '/v1/changes/{date}:', 'path-parameters-defined'],
  ['an example of another shape', 'revision: 1207', 'revision: mười', 'no-invalid-media-type-examples'],
  [
    'a second operation of the same name',
    'operationId: pullDay',
    'operationId: pullChanges',
    'operation-operationId-unique',
  ],
])('it would complain of %s', async (_what, right, wrong, rule) => {
  const broken = contract.replace(right, wrong).replace(right.replaceAll("'", '"'), wrong);
  expect(broken).not.toBe(contract);
  expect((await problemsOf(broken)).join('\n')).toContain(rule);
});
