/** Where nobody sees the windows, the addresses of all four are told to whoever started the shell, to open in a browser. */
import { type WindowRole, windowRoleSchema } from '../domain/role.ts';
import type { StationReady } from '../domain/shell-protocol.ts';
import { requestLink } from './station-client.ts';

/** One line on standard output: `{"motcua":"links","links":{"counter":"http://…", …}}`; each address opens once. */
export async function tellLinks(ready: StationReady): Promise<void> {
  const links: Partial<Record<WindowRole, string>> = {};
  for (const role of windowRoleSchema.options) links[role] = await requestLink(ready, role);
  process.stdout.write(`${JSON.stringify({ motcua: 'links', links })}\n`);
}
