/**
 * A test slip printed over a real line (a serial one that socat makes, at 115,200 baud) by the real driver, into
 * out/devices/: test-slip.png is what the emulator at the far end decoded from the bytes, test-slip.txt what zbar, ZXing and
 * tesseract read on it.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../devices/log.ts';
import { createPorts } from '../../devices/ports/ports.ts';
import type { ReceiptPrinter } from '../../devices/printer/contract.ts';
import { openReceiptPrinter } from '../../devices/printer/open.ts';
import { paceOf } from '../../devices/printer/pace.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { LAYOUT_TEST_CODE } from '../../domain/reader-test.ts';
import { rasterPage } from '../../forms/raster.ts';
import { drawTestSlip } from '../../forms/test-slip.ts';
import { bitmapToPng, type SerialRigPrinter, startSerialRigPrinter } from '../../test/rig/escpos-printer.ts';
import { tesseractReads, zbarReads, zxingReads } from '../../test/rig/readers.ts';
import { createSerialPair } from '../../test/rig/serial-pair.ts';
import { OUT, TREE } from '../paths.ts';

const BAUD = 115_200;
const into = join(OUT, 'devices');
const png = join(into, 'test-slip.png');

const configAt = (path: string): Extract<ConfigOf<'receipt-printer'>, { driver: 'escpos-serial' }> => ({
  id: 'slip-printer',
  name: 'Máy in phiếu, quầy 2',
  kind: 'receipt-printer',
  driver: 'escpos-serial',
  path,
  baudRate: BAUD,
  dots: 576,
  model: 'generic',
});

function slipFor(config: ReturnType<typeof configAt>, model: string): Promise<Uint8Array> {
  const pace = paceOf(config);
  return drawTestSlip(
    {
      agencyName: 'UBND xã Mẫu',
      printerName: config.name,
      printedAt: Date.now(),
      code: LAYOUT_TEST_CODE,
      settings: [
        ['Kiểu máy', model],
        ['Cách nối', 'cổng nối tiếp (socat)'],
        ['Trình điều khiển', config.driver],
        ['Tốc độ cổng', `${config.baudRate} baud`],
        ['100 mm giấy in hết', `${(pace?.secondsPer100mm ?? 0).toFixed(1).replace('.', ',')} giây`],
      ],
    },
    join(TREE, 'assets'),
  );
}

async function printed(printer: ReceiptPrinter, rig: SerialRigPrinter, pdf: Uint8Array): Promise<string> {
  const started = performance.now();
  const bitmap = await rasterPage(pdf, printer.dots);
  const outcome = await printer.print(bitmap, { id: 'test', copies: 1 });
  const slip = rig.paper.slips().at(-1);
  if (outcome.outcome !== 'printed' || !slip?.cut) throw new Error(`the slip ended as ${JSON.stringify(outcome)}`);
  await bitmapToPng(slip.bitmap, png);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return `${slip.bitmap.width} × ${slip.bitmap.height} dots, ${rig.received()} bytes in ${seconds} s at ${BAUD} baud\n${outcome.evidence}\n`;
}

async function main(folder: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const cable = await createSerialPair(folder, 'printer');
  const rig = await startSerialRigPrinter(`${cable.port}-far`, { bytesPerSecond: BAUD / 10 });
  const ports = createPorts({ log: silentLog });
  const config = configAt(cable.port);
  const { opened, model } = openReceiptPrinter(config, { now: Date.now, tmpDir: folder, log: silentLog, ports });
  if (opened.kind !== 'receipt-printer') throw new Error('not a receipt printer');
  try {
    const report = await printed(opened.driver, rig, await slipFor(config, model));
    const [zbar, zxing, text] = [await zbarReads(png), await zxingReads(png), await tesseractReads(png)];
    const all = `${report}zbarimg: ${zbar.join(', ')}\nZXingReader: ${zxing.join(', ')}\ntesseract -l vie: ${text}\n`;
    await writeFile(join(into, 'test-slip.txt'), all);
    process.stdout.write(`${png}\n${all}`);
    if (zbar.length !== 2 || zxing.length !== 2) throw new Error('a code on the slip cannot be read');
  } finally {
    await opened.driver.close();
    await rig.close();
    await ports.close();
    await cable.cut();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'test-slip-'));
try {
  await main(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
