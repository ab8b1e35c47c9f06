import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { StationEvent } from '../../domain/views/event.ts';
import { type LinkState, linkState, onLinkState, onStationEvent } from './station-link.ts';

/** Calls `handler` with every event of the station while the component is mounted; always the latest handler. */
export const useStationEvents = (handler: (event: StationEvent) => void): void => {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => onStationEvent((event) => latest.current(event)), []);
};

export const useLinkState = (): LinkState => useSyncExternalStore(onLinkState, linkState);
