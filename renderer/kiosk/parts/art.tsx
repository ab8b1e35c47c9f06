/** Drawings of the kiosk: Trường Tiền bridge, the receipt and the way it goes to the reader. Made for motcua. */

const BRIDGE_SPAN = 180;
const ARCHES = [0, 1, 2, 3, 4, 5];
const ARCH = 'M10 104V90Q90 -10 170 90V104';
const HANGERS =
  'M30 68.1V104M50 52.5V104M70 43.1V104M90 40V104M110 43.1V104M130 52.5V104M150 68.1V104' +
  'M10 104L30 68.1M30 104L50 52.5M50 104L70 43.1M70 104L90 40M90 40L110 104M110 43.1L130 104M130 52.5L150 104M150 68.1L170 104';
const PIER = 'M-9 112l3 44M9 112l-3 44';

export const Bridge = () => (
  <svg
    className="bridge"
    viewBox="0 0 1080 152"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {ARCHES.map((index) => (
      <g key={index} transform={`translate(${index * BRIDGE_SPAN} 0)`}>
        <path d={ARCH} />
        <path d={HANGERS} strokeWidth="1.5" />
        <path d={PIER} />
      </g>
    ))}
    <path d="M0 104H1080M0 112H1080" />
    <path transform={`translate(${6 * BRIDGE_SPAN} 0)`} d={PIER} />
  </svg>
);

/** Widths of gaps and bars in turn, as Code 128 writes the sample code. */
const WIDTHS =
  '02112142311132132123121311222312232112211321222311232212132121221322232112231121232211232211232213121311221321231221231222212312232111142122331112';

/** The bars of a Code 128, `height` high. */
export function barcodePath(height: number): string {
  let x = 0;
  let path = '';
  for (const [index, width] of [...WIDTHS].map(Number).entries()) {
    if (index % 2 === 1) path += `M${x} 0h${width}v${height}h-${width}z`;
    x += width;
  }
  return path;
}

/** Not a readable code: the picture of one. */
const QR_ROWS = [
  '#####...#####',
  '#...#.#.#...#',
  '#.#.#...#.#.#',
  '#...#.#.#...#',
  '#####...#####',
  '......#......',
  '..##..#...###',
  '......#.###.#',
  '#####.###.#..',
  '#...#.##..###',
  '#.#.#....#...',
  '#...#..#.....',
  '#####....#.#.',
];

const qrPath = (): string =>
  QR_ROWS.flatMap((row, y) => [...row].map((cell, x) => (cell === '#' ? `M${x} ${y}h1v1h-1z` : ''))).join('');

/** The receipt on its way to the reader, below on the right. */
export const ReceiptArt = () => (
  <svg className="art" viewBox="0 0 480 288" aria-hidden="true">
    <g transform="translate(72 28) rotate(-7 88 116) translate(88 116) scale(.94) translate(-88 -116)">
      <rect width="176" height="232" rx="8" fill="var(--surface)" />
      <path transform="translate(26.8 24) scale(.46 1)" fill="var(--ink)" d={barcodePath(28)} />
      <rect x="26" y="70" width="124" height="8" rx="4" fill="var(--accent)" />
      <path
        stroke="var(--accent-line)"
        strokeWidth="8"
        strokeLinecap="round"
        d="M30 98H146M30 118H146M30 138H110M30 170H70M30 190H70"
      />
      <path transform="translate(98 156) scale(4)" fill="var(--ink)" d={qrPath()} />
    </g>
    <path
      className="arrow"
      d="M292 108L436 252M316 252H436V132"
      fill="none"
      stroke="var(--surface)"
      strokeWidth="16"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
