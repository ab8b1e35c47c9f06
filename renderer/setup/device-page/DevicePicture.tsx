/** Own drawings of each kind of device, in one line width. */
import type { DeviceKind, DeviceView } from '../../../domain/device.ts';

type Drawing = DeviceKind | 'fixed-reader';

const PATHS: Readonly<Record<Drawing, readonly string[]>> = {
  'barcode-scanner': [
    'M8 9h19l10 5v7l-10 4H8a4 4 0 0 1-4-4v-8a4 4 0 0 1 4-4z',
    'M27 9v16',
    'M11 25l4 18h9l-4-18',
    'M20.5 28h4.5v4.5h-3.2',
    'M41.5 12.5l3-2M42.5 17.5h3M41.5 22.5l3 2',
  ],
  'fixed-reader': [
    'M13 5h22a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H13a4 4 0 0 1-4-4V9a4 4 0 0 1 4-4z',
    'M17 11h14a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H17a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z',
    'M19 32l-4 10M24 32v10M29 32l4 10',
  ],
  'document-scanner': [
    'M12 21L9 5h30l-3 16',
    'M16 10.5h16M16.8 15.5h14.4',
    'M9 21h30a4 4 0 0 1 4 4v7a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4v-7a4 4 0 0 1 4-4z',
    'M11 36v4a3 3 0 0 0 3 3h20a3 3 0 0 0 3-3v-4',
    'M36.5 28.5h.01M12 28.5h12',
  ],
  'page-printer': [
    'M13 17V7a2 2 0 0 1 2-2h18a2 2 0 0 1 2 2v10',
    'M13 36H9a4 4 0 0 1-4-4V21a4 4 0 0 1 4-4h30a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4h-4',
    'M13 29h22v12a2 2 0 0 1-2 2H15a2 2 0 0 1-2-2z',
    'M19 36h10M37 22.5h.01',
  ],
  'receipt-printer': [
    'M15 24V6l3 2 3-2 3 2 3-2 3 2 3-2v18',
    'M20 14h8M20 19h5',
    'M11 24h26a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4H11a4 4 0 0 1-4-4V28a4 4 0 0 1 4-4z',
    'M12 29.5h24',
    'M34.5 36h.01',
  ],
  'queue-board': [
    'M8 7h32a4 4 0 0 1 4 4v19a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V11a4 4 0 0 1 4-4z',
    'M24 34v7M15 41h18',
    'M10.5 15h12M10.5 21h8M31 14v13',
  ],
};

/** A kiosk's reader is built in, a counter's is held in the hand. */
const drawingOf = ({ kind, target }: DeviceView): Drawing =>
  kind === 'barcode-scanner' && target === 'kiosk' ? 'fixed-reader' : kind;

export const DevicePicture = ({ device }: { readonly device: DeviceView }) => <Picture of={drawingOf(device)} />;
/** For what is not in the list yet. */
export const KindPicture = ({ kind }: { readonly kind: DeviceKind }) => <Picture of={kind} />;

const Picture = ({ of: drawing }: { readonly of: Drawing }) => (
  <span className="pic">
    <svg viewBox="0 0 48 48" aria-hidden="true">
      {PATHS[drawing].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  </span>
);
