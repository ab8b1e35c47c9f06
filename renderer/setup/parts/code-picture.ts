/** Codes that a reader can read from the screen, as pictures. Drawn here, so that nothing has to be fetched. */
import { code128, drawingSVG, qrcode } from 'bwip-js/browser';

const asImage = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** Code 128 of printable ASCII, with its quiet zones. Throws for other text. */
export const barsImage = (text: string): string =>
  asImage(
    code128(
      { bcid: 'code128', text, scale: 2, height: 14, paddingwidth: 10, paddingheight: 2, backgroundcolor: 'ffffff' },
      drawingSVG(),
    ),
  );

/** QR of any text, UTF-8. */
export const qrImage = (text: string): string =>
  asImage(qrcode({ bcid: 'qrcode', text, scale: 3, padding: 4, backgroundcolor: 'ffffff' }, drawingSVG()));
