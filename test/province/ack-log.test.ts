import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Attempt, openAckLog, readLog } from './ack-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-book-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attempt = (operationId: string): Attempt => ({
  operationId,
  dossierId: operationId,
  type: 'rating.given',
  officer: 'Nguyễn Văn Mẫu',
  desk: 1,
  madeAt: 1,
  correctedAt: 1,
  payload: { score: 5 },
});

test('what was acknowledged stands after a kill; half a line is none, and the next one is whole', () => {
  const file = join(folder, 'book.jsonl');
  const before = openAckLog(file);
  before.write({ kind: 'try', attempt: attempt('a') });
  before.write({ kind: 'ack', id: 'a' });
  before.write({ kind: 'try', attempt: attempt('b') });
  before.close();
  appendFileSync(file, '{"kind":"ack","id":"b');
  expect([...readLog(file)]).toHaveLength(3);

  const after = openAckLog(file);
  expect([after.isOver('a'), after.isOver('b')]).toEqual([true, false]);
  expect(after.attempted('b')).toEqual(attempt('b'));
  after.write({ kind: 'put-off', id: 'b', code: 'MC-DOS-04' });
  expect([after.isOver('b'), after.attempted('b')]).toEqual([false, undefined]);
  after.close();
  expect([...readLog(file)]).toHaveLength(4);
});
