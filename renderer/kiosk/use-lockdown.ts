/** What a finger or a plugged-in keyboard must not do here, and the one thing it may: be a barcode reader. */
import { useEffect, useRef } from 'react';
import { type Burst, NO_BURST } from '../common/wedge.ts';
import { feed } from './wedge.ts';

const prevent = (event: Event): void => event.preventDefault();
const UNWANTED = ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'copy', 'cut', 'paste'] as const;

/** Two fingers would zoom, Ctrl and the wheel too. */
const preventZoom = (event: TouchEvent | WheelEvent): void => {
  const zooms = 'touches' in event ? event.touches.length > 1 : event.ctrlKey;
  if (zooms) event.preventDefault();
};

export function useLockdown(onScanned: (text: string) => void): void {
  const latest = useRef(onScanned);
  latest.current = onScanned;
  useEffect(() => lockUnwanted(), []);
  useEffect(() => readWedge((text) => latest.current(text)), []);
}

function lockUnwanted(): () => void {
  for (const name of UNWANTED) document.addEventListener(name, prevent);
  document.addEventListener('touchmove', preventZoom, { passive: false });
  document.addEventListener('wheel', preventZoom, { passive: false });
  return () => {
    for (const name of UNWANTED) document.removeEventListener(name, prevent);
    document.removeEventListener('touchmove', preventZoom);
    document.removeEventListener('wheel', preventZoom);
  };
}

/** Characters that only come with Shift: some readers send them without the key itself. */
const SHIFTED = /^[A-Z:|_?"<>+!@#$%^&*()]$/;

function readWedge(onScanned: (text: string) => void): () => void {
  let burst: Burst = NO_BURST;
  const onKey = (event: KeyboardEvent): void => {
    event.preventDefault();
    const next = feed(burst, {
      code: event.code,
      shift: event.shiftKey || SHIFTED.test(event.key),
      at: event.timeStamp,
    });
    burst = next.burst;
    if (next.scanned !== undefined) onScanned(next.scanned);
  };
  document.addEventListener('keydown', onKey, true);
  return () => document.removeEventListener('keydown', onKey, true);
}
