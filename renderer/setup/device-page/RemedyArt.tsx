/** Own drawings of what hands do at a device, 92 × 76. */
import type { RemedyStep } from './remedy.ts';

const TRAY = 'M14 42h64v22a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4z';
const ROLL = 'M28 42c1 8 8 13 18 13s17-5 18-13';
const BOX = 'M18 36h56a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4V40a4 4 0 0 1 4-4z';
const SLIP = 'M31 45V13l3.75 3 3.75-3 3.75 3 3.75-3 3.75 3 3.75-3 3.75 3 3.75-3v32';
const PRESS = 'M6 22v14M2 32l4 4 4-4M86 22v14M82 32l4 4 4-4';
const SCANNER = 'M14 46h64a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V50a4 4 0 0 1 4-4z';
const SHEET = 'M30 8h32v30H30zM36 16h20M36 23h20M36 30h12';
const UP = 'M84 32V14M80 18l4-4 4 4';
const DOWN = 'M84 14v18M80 28l4 4 4-4';

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const AGAIN = ['M62 24a21 21 0 1 0 5 20', 'M68 12v13H55'];

const PATHS: Readonly<Record<RemedyStep, readonly string[]>> = {
  openLid: ['M20 42L27 14a3 3 0 0 1 3-2h32a3 3 0 0 1 3 2l7 28', TRAY, ROLL, 'M84 32V16M80 20l4-4 4 4'],
  newRoll: [TRAY, ROLL, circle(46, 24, 15), circle(46, 24, 4.5), 'M61 24v13', 'M12 12v18M8 26l4 4 4-4'],
  closeLid: [BOX, 'M20 45h52', SLIP, 'M38 25h16M38 33h9', PRESS],
  shutLid: [BOX, 'M20 45h52', PRESS],
  readyRoll: [circle(38, 40, 22), circle(38, 40, 7), 'M60 40v26h22'],
  tray: ['M18 12h56v22H18z', 'M10 46h72v14a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4z', 'M38 54h16', 'M26 46v-6h40v6'],
  shutTray: [
    'M18 10h56a4 4 0 0 1 4 4v50a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4V14a4 4 0 0 1 4-4z',
    'M22 46h48v14H22z',
    'M40 53h12',
    'M46 20v16M40 30l6 6 6-6',
  ],
  power: ['M46 12v24', 'M30 22a22 22 0 1 0 32 0'],
  cable: ['M8 38h20M28 26h14v24H28zM42 32h8M42 44h8', 'M84 38H70M70 28v20h-8V28z', 'M56 22v6M56 48v6'],
  offOn: ['M34 14v18', 'M22 22a16 16 0 1 0 24 0', 'M60 52a14 14 0 1 0 4-14', 'M62 28v11h11'],
  freePaper: [BOX, 'M20 45h52', 'M32 45V20l8 6 8-8 10 7v20', UP],
  queue: [
    'M16 12h44v14H16zM16 32h44v14H16zM16 52h44v14H16z',
    'M68 19h8M68 39h8M68 59h8',
    'M22 19h12M22 39h20M22 59h16',
  ],
  address: ['M46 68c-12-16-20-24-20-36a20 20 0 0 1 40 0c0 12-8 20-20 36z', circle(46, 32, 7)],
  openCover: [SCANNER, 'M14 46L22 14a3 3 0 0 1 3-2h40', UP],
  pullSheet: [SCANNER, 'M30 46V14h32v32', 'M36 22h20M36 29h20M36 36h12', UP],
  reload: [SCANNER, SHEET, 'M26 46h40', DOWN],
  shutCover: [SCANNER, 'M14 46v-8a4 4 0 0 1 4-4h56a4 4 0 0 1 4 4v8', 'M46 8v18M40 20l6 6 6-6'],
  wait: [circle(46, 38, 28), 'M46 20v18l12 8'],
  otherWay: ['M12 34h20l16-14h36', 'M32 34l16 14h36', 'M78 14l8 6-8 6M78 42l8 6-8 6'],
  otherProgram: ['M14 14h44v34H14zM14 23h44', 'M30 58h48V30', 'M40 32l12 10M52 32L40 42'],
  allow: ['M24 34h44v32H24z', 'M32 34v-8a14 14 0 0 1 27-5', circle(46, 48, 4), 'M46 52v6'],
  look: AGAIN,
};

export const RemedyArt = ({ step }: { readonly step: RemedyStep }) => (
  <svg viewBox="0 0 92 76" aria-hidden="true">
    {PATHS[step].map((d) => (
      <path key={d} d={d} />
    ))}
  </svg>
);
