/** The station's whole API. `devices` is this PC's; everything else is the office's (a hub serves several PCs). */
import { bench } from './bench.ts';
import { catalogue } from './catalogue.ts';
import { connection, desk } from './desk.ts';
import { dossiers, work } from './dossiers.ts';
import { events } from './events.ts';
import { intake } from './intake.ts';
import { officers } from './officers.ts';
import { pairing } from './pairing.ts';
import { prints, scanPapers } from './papers.ts';
import { display, kiosk } from './public.ts';
import { outbox, queue } from './queue.ts';
import { scans } from './scans.ts';
import { settings } from './settings.ts';
import { devices, setup } from './setup.ts';
import { store } from './store.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  desk,
  connection,
  work,
  dossiers,
  scans,
  catalogue,
  settings,
  intake,
  prints,
  scanPapers,
  queue,
  officers,
  outbox,
  kiosk,
  display,
  devices,
  setup,
  pairing,
  store,
  bench,
  events,
});

/** The API's type: all that a page takes from the station. */
export type AppRouter = typeof appRouter;
