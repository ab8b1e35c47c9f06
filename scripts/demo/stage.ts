/** The packaged program on the demo's stage: its windows, its station, and calls that only a stage hand makes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DossierDetail } from '../../domain/views/dossier.ts';
import type { ConnectionState, OutboxRow } from '../../domain/views/line.ts';
import { launch, type RunningProgram } from '../../test/e2e/launch.ts';
import type { Evidence } from './evidence.ts';
import { type Props, setTheStage } from './props.ts';

/** A Tuesday morning, a little before eleven: same-day procedures are still due at half past four. */
export const DEMO_MORNING = '2026-11-24T10:12:00+07:00';

export interface Stage {
  readonly props: Props;
  readonly program: RunningProgram;
  readonly counter: Page;
  readonly kiosk: Page;
  readonly display: Page;
  readonly setup: Page;
  readonly evidence: Evidence;
  readonly close: () => Promise<readonly number[]>;
}

export async function openStage(folder: string, evidence: Evidence): Promise<Stage> {
  const dataDir = join(folder, 'data');
  const clockShift = Date.parse(DEMO_MORNING) - Date.now();
  const props = await setTheStage(folder, dataDir, clockShift);
  // One morning for the station and the province: set apart, they would be seconds off and the set-up page would say so.
  writeFileSync(join(dataDir, 'demo-clock.json'), JSON.stringify({ shift: clockShift }));
  const program = await launch({
    windows: ['counter', 'kiosk', 'display', 'setup'],
    name: 'demo',
    dataDir,
    env: { MOTCUA_DEMO_PORTAL: props.province.address },
  });
  const [counter, kiosk, display, setup] = await Promise.all(
    (['counter', 'kiosk', 'display', 'setup'] as const).map((role) => program.page(role)),
  );
  if (!counter || !kiosk || !display || !setup) throw new Error('a window is missing');
  await Promise.all([
    counter.getByRole('heading', { name: 'Việc cần làm' }).waitFor(),
    kiosk.getByRole('heading', { name: 'Ông/Bà cần làm việc gì?' }).waitFor(),
    display.locator('.call').waitFor(),
    setup.getByRole('heading', { name: 'Thiết bị' }).waitFor(),
  ]);
  const close = async (): Promise<readonly number[]> => {
    const left = await program.stop();
    await props.stop();
    return left;
  };
  return { props, program, counter, kiosk, display, setup, evidence, close };
}

/** A call of the station's API from inside a window, with that window's own session. */
export async function ask<T>(
  page: Page,
  procedure: string,
  input?: unknown,
  how: 'query' | 'mutation' = 'query',
): Promise<T> {
  return (await page.evaluate(
    async ([path, text, method]) => {
      const role = location.pathname.split('/')[1];
      const url = `/${role}/trpc/${path}`;
      const answer =
        method === 'query'
          ? await fetch(text === undefined ? url : `${url}?input=${encodeURIComponent(text)}`)
          : await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text ?? '{}' });
      const body = (await answer.json()) as {
        result?: { data?: unknown };
        error?: { data?: { motcua?: { code?: string } } };
      };
      if (!answer.ok) throw new Error(`${path}: ${body.error?.data?.motcua?.code ?? answer.status}`);
      return body.result?.data;
    },
    [procedure, input === undefined ? undefined : JSON.stringify(input), how] as const,
  )) as T;
}

/** Bytes of a file that a window may open. */
export async function download(page: Page, path: string): Promise<Uint8Array> {
  const base64 = await page.evaluate(async (wanted) => {
    const answer = await fetch(wanted);
    if (!answer.ok) throw new Error(`${wanted}: ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, path);
  return Buffer.from(base64, 'base64');
}

export const connectionOf = (stage: Stage): Promise<ConnectionState> => ask(stage.counter, 'connection.state');
export const detailOf = (stage: Stage, id: string): Promise<DossierDetail> =>
  ask(stage.counter, 'dossiers.get', { id });
export const outboxOf = (stage: Stage): Promise<readonly OutboxRow[]> => ask(stage.counter, 'outbox.rows');
