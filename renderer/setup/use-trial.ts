/** Runs one device's test against the station and keeps what it shows. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useReducer, useRef } from 'react';
import type { DeviceView } from '../../domain/device.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import type { PrintJobView } from '../../domain/views/prints.ts';
import { station } from '../common/client.ts';
import { stationNow } from '../common/clock.ts';
import { failureOf } from '../common/failure.ts';
import { keys } from './data.ts';
import type { Observation } from './device-page/observed.ts';
import { isFinal, isPass, type Reading } from './device-page/reading.ts';
import { nextTrial, trialKindOf } from './device-page/trial.ts';
import { useTypedTrial } from './use-typed-trial.ts';

export const useTrial = () => {
  const client = useQueryClient();
  const [trial, dispatch] = useReducer(nextTrial, undefined);
  const newest = useRef(new Map<string, PrintJobView>());
  const failed = useCallback((error: unknown) => dispatch({ type: 'failed', failure: failureOf(error) }), []);
  const fresh = useCallback(() => client.invalidateQueries({ queryKey: keys.setup }), [client]);

  const keep = useCallback(
    (id: string, ok: boolean, observed: Observation) =>
      station.devices.noteTest.mutate({ id, ok, observed }).then(() => {
        dispatch({ type: 'noted', ok });
        return fresh();
      }, failed),
    [failed, fresh],
  );

  const start = useCallback(
    (device: DeviceView) => {
      const kind = trialKindOf(device.kind);
      newest.current.clear();
      dispatch({ type: 'start', kind, deviceId: device.id, at: stationNow() });
      if (kind === 'print')
        station.devices.testPrint
          .mutate({ id: device.id })
          .then((job) => dispatch({ type: 'queued', job: newest.current.get(job.id) ?? job }), failed);
      // A board over a desk shows a number that no ticket has, until the answer; the hall's window shows itself.
      if (kind === 'look' && device.driver !== 'window')
        station.devices.testBoard.mutate({ id: device.id }).catch(failed);
      if (kind === 'scan')
        station.devices.testScan.mutate({ id: device.id }).then((seen) => {
          dispatch({ type: 'scanned', ...seen });
          return fresh();
        }, failed);
    },
    [failed, fresh],
  );

  const heard = (deviceId: string, reading: Reading) => {
    dispatch({ type: 'reading', deviceId, reading });
    if (isFinal(reading.verdict))
      keep(deviceId, isPass(reading.verdict), isPass(reading.verdict) ? 'read:whole' : 'read:wrong');
  };

  const listening = trial?.kind === 'read' && trial.noted === undefined ? trial.deviceId : undefined;
  const onEvent = (event: StationEvent) => {
    if (event.type === 'print') {
      newest.current.set(event.job.id, event.job);
      dispatch({ type: 'job', job: event.job });
    }
    if (event.type === 'reader-read' && event.deviceId === listening && !tries) heard(event.deviceId, event);
    if (event.type === 'scan-refused' && listening)
      dispatch({ type: 'reading', deviceId: listening, reading: { verdict: 'refused', length: 0 } });
  };
  const { scans, tries } = useTypedTrial(listening, (reading) => listening && heard(listening, reading), failed);

  return { trial, start, keep, onEvent, scans, close: useCallback(() => dispatch({ type: 'close' }), []) };
};
