/**
 * A station for the shell's own tests: keeps the shell's protocol, serves one plain page a role and obeys a few orders.
 * FAKE_STATION: `never-ready`, `garbage`, `flood`, `dies-at-start`, `deaf` (answers no /health), `recovers` (a damaged store, then ready), `stubborn` (ignores SIGTERM and its input).
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const manner = process.env['FAKE_STATION'] ?? '';
const shellKey = process.env['MOTCUA_SHELL_KEY'] ?? randomBytes(16).toString('hex');
const port = Number(process.env['MOTCUA_PORT'] ?? '0');
const PIN = '246810';
const tokens = new Map<string, string>();

const page = (role: string): string =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${role}</title><h1>${role}</h1><p>pid ${process.pid}</p></html>`;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (url.pathname === '/health') {
    if (manner !== 'deaf') json(200, { ok: true, version: '0.0.0' });
    return;
  }
  if (url.pathname.startsWith('/shell/')) {
    if (request.headers.authorization !== `Bearer ${shellKey}`) return json(401, {});
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const asked = JSON.parse(body) as { role?: string; pin?: string };
      if (url.pathname === '/shell/verify-pin') return json(200, { ok: asked.pin === PIN });
      const token = randomBytes(8).toString('hex');
      tokens.set(token, asked.role ?? '');
      json(200, { url: `http://127.0.0.1:${listening()}/open/${token}` });
    });
    return;
  }
  const role = tokens.get(url.pathname.replace('/open/', ''));
  if (url.pathname.startsWith('/open/') && role !== undefined) {
    response.writeHead(302, { location: `/${role}/`, 'set-cookie': `role=${role}; HttpOnly; Path=/` }).end();
    return;
  }
  if (url.pathname === '/away') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  else
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(url.pathname.replaceAll('/', '')));
});

function listening(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

if (manner === 'dies-at-start') process.exit(3);
if (manner !== 'stubborn') {
  process.stdin.on('end', () => process.exit(0)).resume();
  process.on('SIGTERM', () => process.exit(0));
} else {
  process.on('SIGTERM', () => undefined);
}

server.listen(port, '127.0.0.1', () => {
  if (manner === 'never-ready') return;
  if (manner === 'recovers') process.stdout.write('{"motcua":"recovering"}\n');
  if (manner === 'garbage') process.stdout.write('{"motcua":"ready"\n');
  else if (manner === 'flood') process.stdout.write('x'.repeat(100_000));
  else
    process.stdout.write(
      `${JSON.stringify({ motcua: 'ready', origin: `http://127.0.0.1:${listening()}`, shellKey, pid: process.pid })}\n`,
    );
});
