/** The windows as axe-core sees them: nothing serious for a person with a screen reader, a keyboard or weak eyes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
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

async function expectNothingSerious(page: Page): Promise<void> {
  await page.waitForTimeout(1_500);
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as Found;
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
}

test.each(ROLES)('%s', async (role) => {
  const page = await program.page(role);
  await until(
    () => page.locator('h1, .call').count(),
    (count) => count > 0,
  );
  await expectNothingSerious(page);
});

const demoPortalSchema = z.object({
  port: z.number(),
  adminToken: z.string(),
  stations: z.tuple([z.object({ station: z.string(), agency: z.string() })]),
});

/** As the portal's administrator, on the telephone. */
async function pairingCode(): Promise<string> {
  const file = join(program.dataDir, 'portal', 'portal.json');
  const { port, adminToken, stations } = demoPortalSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { station, agency } = stations[0];
  const response = await fetch(`http://127.0.0.1:${port}/v1/admin/pairing-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ station, agency }),
  });
  return z.object({ code: z.string() }).parse(await response.json()).code;
}

test('the set-up window pairs the PC by the keyboard alone, and both its faces can be read by anyone', async () => {
  const page = await program.page('setup');
  await page.keyboard.press('Alt+g');
  await page.locator('.pairing').waitFor();
  await expectNothingSerious(page);
  await page.keyboard.type((await pairingCode()).toLowerCase(), { delay: 60 });
  await page.keyboard.press('Enter');
  await page.locator('.standing.ready').waitFor({ timeout: 60_000 });
  await page.locator('.pill.ready .lucide-cloud-check').waitFor({ timeout: 60_000 });
  await expectNothingSerious(page);
});

test('the set-up window’s page for files can be read by anyone', async () => {
  const page = await program.page('setup');
  await page.keyboard.press('Alt+d');
  await page.locator('.office-list').first().waitFor();
  await page.locator('.everybody summary').click();
  await expectNothingSerious(page);
});
