import { tmpdir } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import { openQueueBoard } from '../../../devices/queue-board/open.ts';
import type { ConfigOf } from '../../../domain/device-config.ts';

const ports = createPorts({ log: silentLog });
afterAll(() => ports.close());
const around = { now: Date.now, tmpDir: tmpdir(), log: silentLog, ports };
const led = (framing: string): ConfigOf<'queue-board'> => ({
  id: 'led',
  name: 'Bảng LED',
  kind: 'queue-board',
  driver: 'led-serial',
  path: '/dev/nothing',
  baudRate: 9600,
  framing,
  boards: {},
});

const statusOf = async (config: ConfigOf<'queue-board'>) => {
  const { opened } = openQueueBoard(config, around);
  if (opened.kind !== 'queue-board') throw new Error('no board');
  const status = await opened.driver.status();
  await opened.driver.show({ ticket: 'A 001', desk: 1 });
  await opened.driver.close();
  return status;
};

test('a board with a framing that is known gets its driver, and says of itself which it is', async () => {
  expect(openQueueBoard(led('id-digits-sum'), around)).toMatchObject({
    model: 'Bảng LED: Số bảng, số, tổng (4 byte)',
    connection: '/dev/nothing, 9600 baud',
    virtual: undefined,
  });
  expect(await statusOf(led('id-digits-sum'))).toEqual({ state: 'unknown' });
});

test('a framing that nobody knows lights up no number: the board is listed as one this PC cannot use', async () => {
  expect(await statusOf(led('something-else'))).toEqual({ state: 'absent', code: 'MC-DEV-01' });
});

test('the window board is always there; the virtual one can be staged', async () => {
  const base = { id: 'b', name: 'Bảng gọi số', kind: 'queue-board' } as const;
  expect(await statusOf({ ...base, driver: 'window' })).toEqual({ state: 'ready' });
  expect(openQueueBoard({ ...base, driver: 'virtual-queue-board' }, around).virtual?.kind).toBe('queue-board');
});
