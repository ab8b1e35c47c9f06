/** Kiosk and display: five taps in the upper right corner call the technician's PIN pad. The page itself gets nothing. */
import { ipcRenderer } from 'electron';
import { CornerTaps } from './corner-taps.ts';
import { CHANNELS } from './ipc.ts';

const taps = new CornerTaps();

window.addEventListener(
  'pointerdown',
  (event) => {
    const { clientX: x, clientY: y, timeStamp: at } = event;
    if (taps.tap({ x, y, at }, window.innerWidth)) ipcRenderer.send(CHANNELS.cornerTapped);
  },
  { capture: true, passive: true },
);
