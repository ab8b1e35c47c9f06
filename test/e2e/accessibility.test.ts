/** The windows as axe-core sees them: nothing serious for a person with a screen reader, a keyboard or weak eyes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WindowRole } from '../../domain/role.ts';
import { launch, type RunningProgram } from './launch.ts';
import { until } from './until.ts';

const ROLES = ['counter', 'kiosk', 'display', 'setup'] as const satisfies readonly WindowRole[];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let program: RunningProgram;
beforeAll(async () => {
  program = await launch({ windows: ROLES, name: 'accessibility' });
});
afterAll(() => program.stop());

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

test.each(ROLES)('%s', async (role) => {
  const page = await program.page(role);
  await until(
    () => page.locator('h1, .call').count(),
    (count) => count > 0,
  );
  await page.waitForTimeout(1_500);
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as Found;
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
});
