/** While the station does not answer the window says so calmly; what is on the screen stays underneath, untouched. */
import { RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useCommonText } from './i18n.ts';
import { useLinkState } from './station-events.ts';

const SAY_OPENING_AFTER_MS = 600;

export const StationGate = ({
  children,
  night = false,
}: {
  readonly children: ReactNode;
  readonly night?: boolean;
}) => {
  const state = useLinkState();
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (state === 'ready') setOpened(true);
  }, [state]);
  const closed = state !== 'ready' && !(state === 'opening' && opened);
  useHeldFocus(closed);
  return (
    <div className={night ? 'gate-held gate-night' : 'gate-held'}>
      {/* Before the first answer there is nothing to hold; afterwards a draft stays on the screen. */}
      {opened && (
        <div className="gate-held" inert={closed}>
          {children}
        </div>
      )}
      {closed && <GateMessage state={state} />}
    </div>
  );
};

/** `inert` takes the focus away; who was typing goes on in the same field when the station is back. */
const useHeldFocus = (closed: boolean): void => {
  const held = useRef<Element | null>(null);
  const wasClosed = useRef(closed);
  if (closed && !wasClosed.current) held.current = document.activeElement;
  wasClosed.current = closed;
  useEffect(() => {
    if (!closed && held.current instanceof HTMLElement) held.current.focus();
  }, [closed]);
};

const GateMessage = ({ state }: { readonly state: 'opening' | 'away' | 'session-ended' | 'ready' }) => {
  const t = useCommonText();
  const [patient, setPatient] = useState(state !== 'opening');
  useEffect(() => {
    const timer = setTimeout(() => setPatient(true), SAY_OPENING_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!patient) return null;
  const key = state === 'session-ended' ? 'ended' : state === 'away' ? 'away' : 'opening';
  return (
    <div className="gate" role="status">
      <RefreshCw aria-hidden="true" strokeWidth={1.75} />
      <strong>{t(`gate.${key}`)}</strong>
      <p>{t(`gate.${key}More`)}</p>
    </div>
  );
};
