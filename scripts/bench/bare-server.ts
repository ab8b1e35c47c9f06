/** The least that answers a look-up over HTTP: node:http and one prepared statement. Ends when its input closes. */
import { createServer } from 'node:http';
import Database from 'better-sqlite3';

const statement = new Database(process.argv[2], { readonly: true }).prepare(
  'SELECT id, code FROM dossiers WHERE code_key = ?',
);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { text } = JSON.parse(Buffer.concat(chunks).toString()) as { text: string };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(statement.get(text)));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify(server.address())}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
