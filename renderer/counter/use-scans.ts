/** A scan anywhere: from the station's readers as an event, from a keyboard-wedge scanner as a burst of keys. */
import { useEffect, useRef } from 'react';
import { assertNever } from '../../domain/assert-never.ts';
import type { ScanMeaning } from '../../domain/views/desk.ts';
import { station } from '../common/client.ts';
import { stationNow } from '../common/clock.ts';
import { failureOfCode } from '../common/failure.ts';
import { newId } from '../common/ids.ts';
import { useStationEvents } from '../common/station-events.ts';
import { parkFocus } from '../common/wedge/field.ts';
import type { WedgeHandlers } from '../common/wedge/listener.ts';
import { useWedgeRules } from '../common/wedge/use-wedge-rules.ts';
import { startKeyboard } from './keyboard/keyboard.ts';
import { useText } from './text.ts';
import type { CounterControl } from './use-counter-state.ts';

export const useScans = (counter: CounterControl): void => {
  const t = useText();
  const handle = (meaning: ScanMeaning): void => {
    switch (meaning.kind) {
      case 'dossier':
        counter.select(meaning.dossierId);
        openScanned(counter, meaning.dossierId);
        return;
      case 'citizen-card': {
        counter.setCard({ at: stationNow(), applicant: meaning.applicant, warnings: meaning.warnings });
        // On the list a citizen's card means: this person has come to hand something in.
        if (counter.view.name === 'home') counter.go({ name: 'intake', draftId: newId() });
        if (counter.view.name === 'scan')
          counter.notify({ tone: 'calm', text: t('scanned.card', { name: meaning.applicant.name }) });
        return;
      }
      case 'ticket':
        counter.notify({ tone: 'calm', text: t('scanned.ticket', { ticket: meaning.ticket }) });
        return;
      case 'unknown':
        counter.notify({
          tone: 'bad',
          text: meaning.shown && t('scanned.unknown', { shown: meaning.shown }),
          failure: failureOfCode(meaning.code),
        });
        return;
      default:
        assertNever(meaning);
    }
  };
  const latest = useRef(handle);
  latest.current = handle;
  useStationEvents((event) => {
    if (event.type === 'scan') latest.current(event.meaning);
    if (event.type === 'scan-refused' && event.target !== 'kiosk')
      counter.notify({ tone: 'bad', failure: failureOfCode(event.code) });
  });
  const control = useRef(counter);
  control.current = counter;
  const rules = useWedgeRules({ hands: true });
  useEffect(() => startKeyboard({ rules: () => rules.current, ...typedTo(() => control.current) }), [rules]);
};

/** A receipt scanned while its result waits: the citizen has come to fetch it. The work in hand is kept as a draft. */
const openScanned = async (counter: CounterControl, id: string): Promise<void> => {
  try {
    const dossier = await station.dossiers.get.query({ id });
    const fetched = dossier.status === 'result-ready';
    counter.go(fetched ? { name: 'return', dossierId: id, scannedAt: stationNow() } : { name: 'home' });
  } catch (error) {
    counter.fail(error);
  }
};

/** What a reader typed goes to the station and comes back as the event of a scan. */
const typedTo = (counter: () => CounterControl): Omit<WedgeHandlers, 'rules'> => ({
  onScan: ({ text, gapMs }) => {
    // Whoever left the focus in the search box was not typing there.
    if (document.activeElement?.closest('search')) parkFocus();
    station.scans.wedge.mutate({ text, gapMs }).catch((error: unknown) => counter().fail(error));
  },
  onGarbled: () => counter().notify({ tone: 'bad', failure: failureOfCode('MC-SCN-08') }),
});
