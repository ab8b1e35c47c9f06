/** The order for a scan (`ScanSettings`), within what the device says it can. Pure. */
import type { ScanOptions } from '../contract.ts';
import type { EsclCapabilities, InputCapabilities } from './capabilities.ts';
import { escapeXml } from './xml.ts';

export interface ScanOrder {
  readonly xml: string;
  /** What the device will really scan at. */
  readonly dpi: number;
}

/** A4 in three-hundredths of an inch. */
const A4 = { width: 2480, height: 3508 };

const MODES: Readonly<Record<ScanOptions['mode'], readonly string[]>> = {
  gray: ['Grayscale8', 'RGB24'],
  color: ['RGB24', 'Grayscale8'],
  lineart: ['BlackAndWhite1', 'Grayscale8', 'RGB24'],
};

/** JPEG knows no pure black and white, so that is asked for as PNG, and as grey where there is no PNG. */
function modeAndFormat(input: InputCapabilities, wanted: ScanOptions['mode']): readonly [string, string] {
  const png = input.formats.includes('image/png');
  const known = (mode: string): boolean => input.colorModes.length === 0 || input.colorModes.includes(mode);
  const mode = MODES[wanted].find((one) => known(one) && (one !== 'BlackAndWhite1' || png)) ?? 'Grayscale8';
  const jpeg = mode !== 'BlackAndWhite1' && (input.formats.includes('image/jpeg') || !png);
  return [mode, jpeg ? 'image/jpeg' : 'image/png'];
}

function resolution({ resolutions, range }: InputCapabilities, wanted: number): number {
  if (resolutions.length > 0)
    return resolutions.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
  return range ? Math.min(Math.max(wanted, range[0]), range[1]) : wanted;
}

/** A4 as far as the device goes; some feeders take one width only. */
const within = (wanted: number, least = 0, most = wanted): number => Math.max(Math.min(wanted, most), least);

/** Undefined when the device has no such source. */
export function scanOrder(capabilities: EsclCapabilities, scan: ScanOptions): ScanOrder | undefined {
  const input = capabilities.inputs[scan.source];
  if (!input) return undefined;
  const dpi = resolution(input, scan.dpi);
  const [mode, format] = modeAndFormat(input, scan.mode);
  const fields = [
    `<pwg:Version>${escapeXml(capabilities.version)}</pwg:Version>`,
    '<pwg:ScanRegions><pwg:ScanRegion>',
    '<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>',
    '<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>',
    `<pwg:Width>${within(A4.width, input.minWidth, input.maxWidth)}</pwg:Width>`,
    `<pwg:Height>${within(A4.height, input.minHeight, input.maxHeight)}</pwg:Height>`,
    '</pwg:ScanRegion></pwg:ScanRegions>',
    `<pwg:InputSource>${scan.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>`,
    `<scan:ColorMode>${mode}</scan:ColorMode>`,
    // The older name and the newer: firmware reads one, the other or both.
    `<pwg:DocumentFormat>${format}</pwg:DocumentFormat><scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>`,
    `<scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution>`,
    scan.source === 'flatbed' ? '' : `<scan:Duplex>${scan.source === 'duplex'}</scan:Duplex>`,
  ];
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" ' +
    `xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">${fields.join('')}</scan:ScanSettings>`;
  return { xml, dpi };
}
