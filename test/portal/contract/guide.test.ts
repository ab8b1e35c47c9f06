import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { dossierStatusSchema } from '../../../domain/dossier.ts';
import { dossierActionSchema, nextStatus } from '../../../domain/dossier-actions.ts';
import { isErrorCode } from '../../../domain/errors.ts';

const guide = await readFile(new URL('../../../docs/guides/portal-vendor.md', import.meta.url), 'utf8');
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the vendor’s guide shows the action table that the portal and the stations use', () => {
  const start = rows.findIndex(([head]) => head === 'step');
  expect(rows[start]?.slice(1)).toEqual(dossierActionSchema.options);
  const table = rows
    .slice(start + 2)
    .flatMap(([steps = '', ...cells]) => steps.split(', ').map((step) => [step, cells] as const));
  for (const status of dossierStatusSchema.options) {
    const cells = table.find(([step]) => step === status)?.[1];
    expect([status, cells]).toEqual([
      status,
      dossierActionSchema.options.map((action) => nextStatus(status, action) ?? '–'),
    ]);
  }
});

test('every code in the guide is one of ours', () => {
  expect((guide.match(/MC-[A-Z]{3}-\d\d/g) ?? []).filter((code) => !isErrorCode(code))).toEqual([]);
});
