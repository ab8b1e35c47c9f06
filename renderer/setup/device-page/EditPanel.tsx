import { Check, Trash2, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { DeviceView } from '../../../domain/device.ts';
import { useNow } from '../../common/clock.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { when } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useText } from '../text.ts';
import { Field } from './add/AddForm.tsx';
import { useChange, useRemove } from './add/use-add.ts';

type EditProps = { readonly device: DeviceView; readonly onClose: () => void };

/** A device's name and window, what it says it is, and the way out of the list. Esc closes. */
export const EditPanel = ({ device, onClose }: EditProps) => {
  const t = useText();
  const [name, setName] = useState(device.name);
  const [target, setTarget] = useState(device.target);
  const change = useChange();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const renamed = name.trim() !== device.name ? { name: name.trim() } : {};
    const assigned = target !== device.target && target !== undefined ? { target } : {};
    change.mutate({ id: device.id, ...renamed, ...assigned }, { onSuccess: onClose });
  };
  return (
    <section
      className="editing"
      aria-label={t('add.edit.open', { name: device.name })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <form onSubmit={save}>
        <Field label={t('add.form.name')} value={name} max={120} first onChange={setName} />
        {device.target !== undefined && (
          <Segments
            label={t('add.form.target')}
            options={(['counter', 'kiosk'] as const).map((value) => ({ value, label: t(`add.form.${value}`) }))}
            value={target}
            onChange={setTarget}
          />
        )}
        <div className="edit-acts">
          <button type="submit" className="btn" disabled={change.isPending || name.trim() === ''}>
            <I of={Check} small />
            {t('add.edit.save')}
          </button>
          <Button quiet label={t('add.edit.close')} icon={X} onPress={onClose} />
        </div>
      </form>
      {change.error && <ErrorNotice failure={failureOf(change.error)} />}
      <Facts device={device} />
      <Remove device={device} />
    </section>
  );
};

/** For the telephone: who made it, where it is, since when. */
const Facts = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const { identity, counters, lastSeen } = device;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('add.edit.identity'), [identity?.maker, identity?.product].filter(Boolean).join(' ')],
    [t('add.edit.serial'), identity?.serialNumber],
    [t('add.edit.usb'), identity?.usb && `${identity.usb.vendorId}:${identity.usb.productId}`],
    [t('add.edit.place'), device.connection],
    [t('add.edit.seen'), lastSeen === undefined ? t('add.edit.never') : when(lastSeen, now, language)],
    [t('add.edit.counters'), t('fold.counters', { ...counters })],
    [t('add.edit.id'), device.id],
  ];
  return (
    <dl className="edit-facts">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="fig">{value}</dd>
          </div>
        ))}
    </dl>
  );
};

/** Asked twice: the counters go with it. */
const Remove = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const remove = useRemove();
  if (!asking)
    return (
      <Button quiet label={t('add.edit.remove')} icon={Trash2} about={device.name} onPress={() => setAsking(true)} />
    );
  return (
    <div className="ask remove" role="alertdialog" aria-label={t('add.edit.removeAsk', { name: device.name })}>
      <p>
        <b>{t('add.edit.removeAsk', { name: device.name })}</b>
        <span className="muted">{t('add.edit.removeHow')}</span>
      </p>
      <div className="answers">
        <Button
          label={t('add.edit.removeYes')}
          icon={Trash2}
          disabled={remove.isPending}
          onPress={() => remove.mutate(device.id)}
        />
        <Button quiet label={t('add.edit.removeNo')} icon={X} onPress={() => setAsking(false)} />
      </div>
      {remove.error && <ErrorNotice failure={failureOf(remove.error)} />}
    </div>
  );
};
