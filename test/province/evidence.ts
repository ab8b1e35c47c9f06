/** Gathers what the processes left in the simulation's folder: their books, their views, the portal's tables and files. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Attempt, readLog } from './ack-log.ts';
import { logFile, viewFile } from './desk.ts';
import type { BookEntry, Evidence, PortalDocument, PortalLease, PortalOperation, StationView } from './judge.ts';
import type { Office } from './offices.ts';
import type { DossierView, ShownDossier, ViewHead } from './view.ts';

export function bookOf(folder: string, office: Office): readonly BookEntry[] {
  const { station } = office;
  const open = new Map<string, Attempt>();
  const entries: BookEntry[] = [];
  for (const line of readLog(logFile(folder, office))) {
    if (line.kind === 'try') open.set(line.attempt.operationId, line.attempt);
    else {
      const attempt = open.get(line.id);
      if (attempt !== undefined && line.kind === 'ack')
        entries.push({
          station,
          attempt,
          outcome: 'acknowledged',
          ...(line.code === undefined ? {} : { code: line.code }),
        });
      open.delete(line.id);
    }
  }
  return [...entries, ...[...open.values()].map((attempt): BookEntry => ({ station, attempt, outcome: 'open' }))];
}

const linesOf = async <T>(file: string): Promise<readonly T[]> => {
  const values: T[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) values.push(JSON.parse(line) as T);
  return values;
};

const viewOf = (folder: string, office: Office): StationView => {
  const [head, ...dossiers] = readFileSync(viewFile(folder, office), 'utf8').trimEnd().split('\n');
  const { station, agency, leases, setAside } = JSON.parse(head ?? '') as ViewHead;
  return { station, agency, leases, setAside, dossiers: dossiers.map((line) => JSON.parse(line) as ShownDossier) };
};

const hashed = async (file: string): Promise<{ readonly sha256: string; readonly bytes: number }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
};

/** `documents/<first two>/<sha256>`, as the reference portal keeps them. */
async function portalFiles(folder: string): Promise<Evidence['files']> {
  const root = join(folder, 'portal', 'documents');
  const files = new Map<string, { sha256: string; bytes: number }>();
  for (const part of existsSync(root) ? readdirSync(root) : [])
    for (const name of readdirSync(join(root, part))) files.set(name, await hashed(join(root, part, name)));
  return files;
}

export async function gather(folder: string, offices: readonly Office[]): Promise<Evidence> {
  const table = <T>(name: string): Promise<readonly T[]> => linesOf<T>(join(folder, `portal-${name}.jsonl`));
  return {
    book: offices.flatMap((office) => bookOf(folder, office)),
    stations: offices.map((office) => viewOf(folder, office)),
    operations: await table<PortalOperation>('operations'),
    dossiers: await table<DossierView & { readonly agency: string }>('dossiers'),
    documents: await table<PortalDocument>('documents'),
    portalLeases: await table<PortalLease>('leases'),
    files: await portalFiles(folder),
  };
}
