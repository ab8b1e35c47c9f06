/** What a finger or a plugged-in keyboard must not do here, and the one thing it may: be a barcode reader. */
import { useEffect, useRef } from 'react';
import { createWedge, type WedgeHandlers } from '../common/wedge/listener.ts';

const prevent = (event: Event): void => event.preventDefault();
const UNWANTED = ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'copy', 'cut', 'paste'] as const;

/** Two fingers would zoom, Ctrl and the wheel too. */
const preventZoom = (event: TouchEvent | WheelEvent): void => {
  const zooms = 'touches' in event ? event.touches.length > 1 : event.ctrlKey;
  if (zooms) event.preventDefault();
};

export function useLockdown(handlers: WedgeHandlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => lockUnwanted(), []);
  useEffect(() => readWedge(latest), []);
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

function readWedge(handlers: { readonly current: WedgeHandlers }): () => void {
  const wedge = createWedge({
    rules: () => handlers.current.rules(),
    onScan: (scan) => handlers.current.onScan(scan),
    onGarbled: (scan) => handlers.current.onGarbled(scan),
  });
  const onKey = (event: KeyboardEvent): void => {
    event.preventDefault();
    wedge.key(event);
  };
  document.addEventListener('keydown', onKey, true);
  return () => {
    wedge.stop();
    document.removeEventListener('keydown', onKey, true);
  };
}
