import { useMutation } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import type { ScanSource } from '../../../domain/scan-session.ts';
import { station } from '../../common/client.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Radios } from '../parts/Radios.tsx';
import { useText } from '../text.ts';
import type { ScanWaysControl } from './use-scan.ts';

const SOURCES: readonly ScanSource[] = ['feeder', 'duplex', 'flatbed'];

/** How paper goes in; remembered on this PC from the next batch on. */
export const WaysDialog = ({ ways, onClose }: { readonly ways: ScanWaysControl; readonly onClose: () => void }) => {
  const t = useText();
  const { choice, scanners, choose } = ways;
  const print = usePrintSeparators(onClose);
  useKeys({ Escape: onClose, F10: onClose, Enter: onClose }, true);
  return (
    <Dialog title={t('scan.ways')} onClose={onClose}>
      <p>{t('scan.waysSay')}</p>
      <Radios
        label={t('scan.ways')}
        value={choice.source}
        options={SOURCES.map((source) => [source, t(`scan.source.${source}`)] as const)}
        onChange={(source) => choose({ ...choice, source })}
      />
      {scanners.length > 1 && (
        <Radios
          label={t('scan.scanner')}
          value={choice.scannerId ?? scanners[0]?.id}
          options={scanners.map(({ id, name }) => [id, name] as const)}
          onChange={(scannerId) => choose({ ...choice, scannerId })}
        />
      )}
      <h3>{t('scan.separators')}</h3>
      <p className="muted">{t('scan.separatorsSay')}</p>
      <div className="row">
        <Button
          icon={Printer}
          label={t('scan.printA4')}
          onPress={() => print.mutate('A4')}
          disabled={print.isPending}
        />
        <Button
          icon={Printer}
          label={t('scan.printA5')}
          onPress={() => print.mutate('A5')}
          disabled={print.isPending}
        />
      </div>
      <div className="dialog-foot">
        <Button className="primary" label={t('scan.waysDone')} k="Enter" onPress={onClose} />
      </div>
    </Dialog>
  );
};

/** Five at a time: a stack is seldom of more dossiers than six. */
const COPIES = 5;

const usePrintSeparators = (onPrinted: () => void) => {
  const t = useText();
  const { notify, fail } = useCounter();
  return useMutation({
    mutationFn: (size: 'A4' | 'A5') => station.prints.separators.mutate({ size, copies: COPIES }),
    onSuccess: () => notify({ tone: 'good', text: t('scan.separatorsPrinted', { copies: COPIES }) }),
    onError: fail,
    onSettled: onPrinted,
  });
};
