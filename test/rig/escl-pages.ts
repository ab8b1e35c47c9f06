/** Pages for the eSCL emulator: drawn ones with their number in large type, or given image files, as the JPEG that was ordered. */
import sharp from 'sharp';

export interface PageOrder {
  readonly dpi: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly color: boolean;
}

const drawn = (number: number): Buffer =>
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754"><rect width="1240" height="1754" fill="#fdfdfb"/>' +
      `<text x="120" y="300" font-size="160" font-family="serif" fill="#222">Trang ${number}</text>` +
      '<text x="120" y="400" font-size="40" font-family="serif" fill="#444">Dữ liệu mẫu, không phải giấy tờ thật</text>' +
      Array.from(
        { length: 20 },
        (_, line) =>
          `<rect x="120" y="${520 + line * 55}" width="${700 + ((line * 337 + number * 91) % 280)}" height="14" fill="#777"/>`,
      ).join('') +
      '</svg>',
  );

const made = new Map<string, Promise<Buffer>>();

async function make(source: Buffer | string, order: PageOrder): Promise<Buffer> {
  const page = sharp(source)
    .resize(order.widthPx, order.heightPx, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' });
  return (order.color ? page : page.grayscale()).withMetadata({ density: order.dpi }).jpeg({ quality: 80 }).toBuffer();
}

export function pageJpeg(number: number, file: string | undefined, order: PageOrder): Promise<Buffer> {
  const key = JSON.stringify([file ?? number, order]);
  const known = made.get(key) ?? make(file ?? drawn(number), order);
  made.set(key, known);
  return known;
}
