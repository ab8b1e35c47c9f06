import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

let station: TestStation;
let code: string;
let secret: string;

beforeAll(async () => {
  station = await startTestStation();
  const counter = await station.client('counter');
  const taken = await counter.intake.commit.mutate(intakeOf());
  code = taken.code;
  secret = (await counter.dossiers.get.query({ id: taken.dossierId })).secret;
});
afterAll(() => station.end());

describe('what a citizen may learn', () => {
  test('with the code alone: the status, no name, no procedure', async () => {
    const kiosk = await station.client('kiosk');
    const status = await kiosk.kiosk.lookup.mutate({ text: code.toLowerCase() });
    expect(status).toMatchObject({ code, status: 'in-progress', identified: false });
    expect(status.maskedName).toBeUndefined();
    expect(status.procedureName).toBeUndefined();
  });

  test('with the receipt’s secret: a masked name and the procedure', async () => {
    const kiosk = await station.client('kiosk');
    const status = await kiosk.kiosk.lookup.mutate({ text: `MC1:${code}:${secret}` });
    expect(status.identified).toBe(true);
    expect(status.maskedName).toBe('Bà Nguyễn … K…');
    expect(JSON.stringify(status)).not.toContain('Khuê');
  });

  test('both orders of the agency find it', async () => {
    const kiosk = await station.client('kiosk');
    const older = code.replace('H57.23.15', '000.23.15.H57');
    expect((await kiosk.kiosk.lookup.mutate({ text: older })).code).toBe(code);
  });

  test.each([
    ['another province', 'H29.10.02-261124-0042', 'MC-SCN-04'],
    ['another office’s paper', '000.00.00.G15-KQ004389', 'MC-SCN-04'],
    ['a code nobody has', 'H57.23.15-200102-0001', 'MC-SCN-05'],
    ['something else', '8936012345678', 'MC-SCN-01'],
  ])('%s: a clear sentence', async (_what, text, expected) => {
    const kiosk = await station.client('kiosk');
    const seen = await refusal(kiosk.kiosk.lookup.mutate({ text }));

    expect(seen).toBe(expected);
  });

  test('a wrong secret opens nothing', async () => {
    const kiosk = await station.client('kiosk');
    expect(await refusal(kiosk.kiosk.lookup.mutate({ text: `MC1:${code}:22222222` }))).toBe('MC-SCN-06');
  });

  test('guessing is slowed', async () => {
    const kiosk = await station.client('kiosk');
    const seen: string[] = [];
    for (let tries = 0; tries < 12; tries += 1)
      seen.push(await refusal(kiosk.kiosk.lookup.mutate({ text: 'H57.23.15-200102-0001' })));
    expect(seen.at(0)).toBe('MC-SCN-05');
    expect(seen.at(-1)).toBe('MC-API-04');
  });
});

describe('the waiting line', () => {
  test('a number is taken once, printed, called and shown', async () => {
    const [kiosk, counter, display] = [
      await station.client('kiosk'),
      await station.client('counter'),
      await station.client('display'),
    ];
    const wish = { id: uuidv7(), letter: 'A', priority: false };
    const first = await kiosk.kiosk.takeTicket.mutate(wish);
    expect(first).toMatchObject({ text: 'A 001', desk: 2, before: 0 });
    expect((await kiosk.kiosk.takeTicket.mutate(wish)).text).toBe('A 001');
    await kiosk.kiosk.takeTicket.mutate({ id: uuidv7(), letter: 'A', priority: true });
    expect((await counter.queue.callNext.mutate()).serving?.number).toBe(2);
    const { current } = await display.display.state.query();
    expect(current).toMatchObject({
      ticket: 'A 002',
      desk: 2,
      clips: ['moi-cong-dan-so', 'a', '0', '0', '2', 'den-quay-so', '2'],
    });
    expect((await counter.queue.callNext.mutate()).serving?.number).toBe(1);
    expect((await counter.queue.callNext.mutate()).serving).toBeUndefined();
  });

  test('a kiosk may follow its ticket’s print, and no other', async () => {
    const kiosk = await station.client('kiosk');
    const counter = await station.client('counter');
    const { print } = await kiosk.kiosk.takeTicket.mutate({ id: uuidv7(), letter: 'B', priority: false });
    expect((await kiosk.kiosk.ticketPrint.query({ jobId: print?.id ?? '' })).document).toBe('ticket');
    const taken = await counter.intake.commit.mutate(intakeOf());
    expect(await refusal(kiosk.kiosk.ticketPrint.query({ jobId: taken.prints[0]?.id ?? '' }))).toBe('MC-API-05');
  });

  test('the display carries no personal data', async () => {
    const display = await station.client('display');
    expect(JSON.stringify(await display.display.state.query())).not.toMatch(/Khuê|046190000123|0905214418/);
  });
});
