import { type ReactNode, useEffect, useId, useRef } from 'react';

/** A modal of the platform: focus stays inside, Esc closes, focus goes back. */
export const Dialog = ({
  title,
  onClose,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) => {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    // The platform would focus whatever comes first, were it only a scrolling table.
    (
      dialog?.querySelector<HTMLElement>('form input, form textarea, .menu button, .dialog-foot .primary') ?? dialog
    )?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={`sheet-dialog counter-text ${wide ? 'wide-dialog' : ''}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
};
