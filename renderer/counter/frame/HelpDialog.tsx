import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';

const SECTIONS = [
  {
    title: 'anywhere',
    rows: [
      ['/', '/'],
      ['F2', 'F2'],
      ['Shift+F2', 'Shift+F2'],
      ['Alt+V', 'Alt+V'],
      ['Alt+F', 'Alt+F'],
      ['F3', 'F3'],
      ['Alt+W', 'Alt+W'],
      ['Alt+I', 'Alt+I'],
      ['Alt+O', 'shift'],
      ['Enter', 'Enter'],
      ['Esc', 'Esc'],
      ['?', '?'],
    ],
  },
  {
    title: 'list',
    rows: [
      ['↑ ↓', 'arrows'],
      ['Alt+1–4', 'tabs'],
      ['Alt+M', 'more'],
      ['F4', 'F4'],
      ['Shift+F4', 'stack'],
      ['Alt+B', 'handOver'],
      ['Alt+N', 'taken'],
      ['Alt+Z', 'back'],
      ['Alt+X', 'reveal'],
    ],
  },
  {
    title: 'intake',
    rows: [
      ['Tab', 'field'],
      ['Alt+1–6', 'step'],
      ['Alt+G', 'paper'],
      ['Alt+T', 'behalf'],
      ['F7', 'receipt'],
    ],
  },
  {
    title: 'scan',
    rows: [
      ['Alt+[', 'rotate'],
      ['Alt+]', 'rotate'],
      ['Shift+← →', 'assign'],
      ['Del', 'drop'],
      ['Alt+R', 'rescan'],
      ['F10', 'ways'],
      ['↑ ↓', 'segment'],
      ['Alt+S', 'split'],
      ['Alt+G', 'merge'],
      ['Alt+H', 'choose'],
    ],
  },
] as const;

/** Every key of the counter on one card. */
export const HelpDialog = () => {
  const t = useText();
  const { show } = useCounter();
  const close = () => show(undefined);
  useKeys({ '?': close, Escape: close }, true);
  return (
    <Dialog title={t('help.title')} onClose={close} wide>
      <div className="help-grid">
        {SECTIONS.map(({ title, rows }) => (
          <section key={title}>
            <h3>{t(`help.${title}`)}</h3>
            <dl>
              {rows.map(([k, word]) => (
                <div key={k}>
                  <dt>
                    <Kbd k={k} />
                  </dt>
                  <dd>{t(`help.${word}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted">{t('help.wedge')}</p>
      <div className="dialog-foot">
        <Button label={t('help.close')} k="Esc" onPress={close} />
      </div>
    </Dialog>
  );
};
