import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip } from '../../scripts/unzip.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly text: string;
}

/** A stored (uncompressed) archive, written by hand so that its names and modes can be wrong on purpose. */
function archive(entries: readonly Entry[]): string {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, mode, text } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(text), 10);
    fields.writeUInt32LE(Buffer.byteLength(text), 14);
    fields.writeUInt32LE(Buffer.byteLength(text), 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((mode << 16) >>> 0) as number, 6);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), Buffer.from(text)]);
    // Version made by: Unix, so that the mode is believed.
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  const file = join(folder, 'x.zip');
  writeFileSync(file, Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]));
  return file;
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

test('programs stay programs, files stay files, links stay links', async () => {
  const file = archive([
    { name: 'App/App', mode: 0o100755, text: 'program' },
    { name: 'App/data.pak', mode: 0o100644, text: 'data' },
    { name: 'App/lib.so', mode: 0o120777, text: 'data.pak' },
  ]);
  const target = join(folder, 'out');
  await unzip(file, target, (name) => name.replace('App/App', 'App/electron'));
  expect(readFileSync(join(target, 'App', 'electron'), 'utf8')).toBe('program');
  expect(lstatSync(join(target, 'App', 'electron')).mode & 0o111).not.toBe(0);
  expect(lstatSync(join(target, 'App', 'data.pak')).mode & 0o111).toBe(0);
  expect(readlinkSync(join(target, 'App', 'lib.so'))).toBe('data.pak');
});

test('what is not asked for is left out', async () => {
  const file = archive([
    { name: 'App/App', mode: 0o100755, text: 'program' },
    { name: 'App/foreign', mode: 0o100644, text: 'foreign' },
  ]);
  const target = join(folder, 'out');
  await unzip(file, target, (name) => (name.endsWith('foreign') ? undefined : name));
  expect(readdirSync(join(target, 'App'))).toEqual(['App']);
});

test('a name that climbs out of the archive is refused', async () => {
  const file = archive([{ name: '../outside', mode: 0o100644, text: 'x' }]);
  await expect(unzip(file, join(folder, 'out'), (name) => name)).rejects.toThrow('relative path');
  expect(readdirSync(folder)).not.toContain('outside');
});
